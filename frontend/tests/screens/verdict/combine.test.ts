import { expect, it } from "vitest";
import type { Finding, Level, Verdict } from "../../../src/model/types";
import { combineVerdicts } from "../../../src/screens/verdict/combine";

const finding = (rule: string, level: Level): Finding => ({
  rule,
  origin: "source",
  level,
  threshold: null,
  default_threshold: null,
  hysteresis: false,
  reminds: false,
  evidence: { episodes: [], alerts: [], days: [], value: null },
});
const verdictWith = (level: Level | null, findings: Finding[] = [], failed = false): Verdict => ({
  could_not_check: failed,
  emergency_signs: [],
  level,
  findings,
  undetermined: [],
  rules_version: "1",
  assessed_at: "2026-11-23T12:00:00Z",
});

it("shows the higher level, and the diary's own findings apart", () => {
  const long = finding("long_hour", "see_provider");
  const often = finding("frequent_month", "see_provider_soon");
  const both = combineVerdicts(verdictWith("see_provider", [long]), verdictWith("see_provider_soon", [long, often]));
  expect(both.level).toBe("see_provider_soon");
  expect(both.entry).toEqual([long]);
  expect(both.diary).toEqual([often]);
});

it("does not show a failed check as no findings", () => {
  expect(combineVerdicts(verdictWith(null), verdictWith(null, [], true)).level).toBe("unknown");
  expect(combineVerdicts(verdictWith(null, [], true), verdictWith("watch")).level).toBe("unknown");
});

it("keeps an emergency even when the other check failed", () => {
  expect(combineVerdicts(verdictWith("emergency"), verdictWith(null, [], true)).level).toBe("emergency");
});
