import { expect, it } from "vitest";
import type { Finding, Level } from "../../store/types";
import { changedWords, gravestFirst, heldWords, limitWords } from "./rule-words";

const finding = (rule: string, level: Level): Finding => ({
  rule, level, origin: "source", threshold: null, usual: null, held: false, reminds: true,
  evidence: { episodes: [], alerts: [], days: [], value: null },
});

it("puts what weighs most first and keeps the order otherwise", () => {
  const mixed = [
    finding("a", "watch"), finding("b", "see_provider"), finding("c", "emergency"), finding("d", "see_provider"),
  ];
  expect(gravestFirst(mixed).map(({ rule }) => rule)).toEqual(["c", "b", "d", "a"]);
});

it("says that a limit was changed, and what is usual", () => {
  const usual = { ...finding("frequent_month", "see_provider"), threshold: 8 };
  expect(limitWords(usual)).toBe("Limit: 8 days in 28.");
  expect(changedWords(usual)).toBe("");
  const changed = { ...usual, threshold: 6, usual: 8 };
  expect(limitWords(changed)).toBe("Limit changed to 6 days in 28 (usually 8).");
  expect(changedWords(changed)).toBe(limitWords(changed));
});

it("says until when a count that reached its limit counts, in whole numbers", () => {
  const month = { ...finding("frequent_month", "see_provider"), threshold: 8 };
  expect(heldWords(month)).toBe("");
  expect(heldWords({ ...month, held: true })).toBe("It reached 8 before. It counts until it is below 6.");
  expect(heldWords({ ...month, held: true, threshold: 7, usual: 8 })).toContain("below 6.");
  expect(heldWords({ ...month, held: true, threshold: 9, usual: 8 })).toContain("below 7.");
});
