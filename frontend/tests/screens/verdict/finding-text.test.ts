import { expect, it } from "vitest";
import type { Finding, Level } from "../../../src/model/types";
import {
  changedLimitText,
  sortFindings,
  hysteresisText,
  limitText,
  valueText,
} from "../../../src/screens/verdict/finding-text";

const finding = (rule: string, level: Level): Finding => ({
  rule,
  level,
  origin: "source",
  threshold: null,
  default_threshold: null,
  hysteresis: false,
  reminds: true,
  evidence: { episodes: [], alerts: [], days: [], value: null },
});

it("puts what weighs most first and keeps the order otherwise", () => {
  const mixed = [
    finding("a", "watch"),
    finding("b", "see_provider"),
    finding("c", "emergency"),
    finding("d", "see_provider"),
  ];
  expect(sortFindings(mixed).map(({ rule }) => rule)).toEqual(["c", "b", "d", "a"]);
});

it("mentions a changed threshold and its default", () => {
  const usual = { ...finding("frequent_month", "see_provider"), threshold: 8 };
  expect(limitText(usual)).toBe("Limit: 8 days in 28.");
  expect(changedLimitText(usual)).toBe("");
  const changed = { ...usual, threshold: 6, default_threshold: 8 };
  expect(limitText(changed)).toBe("Limit changed to 6 days in 28 (usually 8).");
  expect(changedLimitText(changed)).toBe(limitText(changed));
});

it("formats minutes as hours and minutes", () => {
  const long = { ...finding("long_day", "see_provider_soon"), threshold: 1440 };
  expect(limitText(long)).toBe("Limit: 1 day.");
  expect(limitText({ ...long, rule: "long_hour", threshold: 90, default_threshold: 60 })).toBe(
    "Limit changed to 1 h 30 min (usually 1 h).",
  );
  expect(valueText(long)).toBe("");
  expect(valueText({ ...long, evidence: { ...long.evidence, value: 1500 } })).toBe("Here: 1 d 1 h.");
  const days = { ...finding("frequent_month", "see_provider"), threshold: 8 };
  expect(valueText({ ...days, evidence: { ...days.evidence, value: 9 } })).toBe("Here: 9.");
});

it("describes when the hysteresis of a count ends, in whole numbers", () => {
  const month = { ...finding("frequent_month", "see_provider"), threshold: 8 };
  expect(hysteresisText(month)).toBe("");
  expect(hysteresisText({ ...month, hysteresis: true })).toBe("It reached 8 before. It counts until it is below 6.");
  expect(hysteresisText({ ...month, hysteresis: true, threshold: 7, default_threshold: 8 })).toContain("below 6.");
  expect(hysteresisText({ ...month, hysteresis: true, threshold: 9, default_threshold: 8 })).toContain("below 7.");
});
