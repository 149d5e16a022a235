import { expect, it } from "vitest";
import type { Finding, Level } from "../../store/types";
import { gravestFirst } from "./rule-words";

const finding = (rule: string, level: Level): Finding => ({
  rule, level, origin: "source", threshold: null, usual: null, reminds: true,
  evidence: { episodes: [], alerts: [], days: [], value: null },
});

it("puts what weighs most first and keeps the order otherwise", () => {
  const mixed = [
    finding("a", "watch"), finding("b", "see_provider"), finding("c", "emergency"), finding("d", "see_provider"),
  ];
  expect(gravestFirst(mixed).map(({ rule }) => rule)).toEqual(["c", "b", "d", "a"]);
});
