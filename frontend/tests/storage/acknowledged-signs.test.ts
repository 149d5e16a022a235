import { expect, it } from "vitest";
import { signsOf, promptsToAcknowledge, findUnreadEmergency } from "../../src/storage/acknowledged-signs";
import type { Finding, Prompt } from "../../src/model/types";

const finding = (rule: string, entry: string, level: Finding["level"] = "emergency"): Finding => ({
  rule,
  level,
  origin: "source",
  threshold: null,
  default_threshold: null,
  hysteresis: false,
  evidence: { episodes: [], alerts: [entry], days: [], value: null },
  reminds: false,
});
const prompt = (findings: Finding[], more: Partial<Prompt> = {}): Prompt => ({
  id: "p",
  level: "emergency",
  opened_at: "2026-11-23T12:00:00Z",
  findings,
  ...more,
});

it("knows a sign by its rule and its entry", () => {
  const findings = [finding("emergency_vision", "a"), finding("long_hour", "b", "see_provider")];
  expect(signsOf(findings)).toEqual(["emergency_vision a"]);
});

it("is unread until every sign of it was read here or elsewhere", () => {
  const both = prompt([finding("emergency_vision", "a"), finding("emergency_speech", "a")]);
  expect(findUnreadEmergency([both], [])).toBe(both);
  expect(findUnreadEmergency([both], ["emergency_vision a"])).toBe(both);
  expect(findUnreadEmergency([both], ["emergency_vision a", "emergency_speech a"])).toBeUndefined();
  expect(findUnreadEmergency([{ ...both, acknowledged_at: "2026-11-23T12:01:00Z" }], [])).toBeUndefined();
});

it("ignores other levels and answered prompts", () => {
  const seen = prompt([finding("emergency_vision", "a")], { closed_at: "2026-11-23T13:00:00Z", answer: "seen" });
  const lower = prompt([finding("long_hour", "a", "see_provider")], { level: "see_provider" });
  expect(findUnreadEmergency([seen, lower], [])).toBeUndefined();
  expect(promptsToAcknowledge([seen, lower], ["emergency_vision a"])).toEqual([]);
});

it("acknowledges signs that were read offline, once", () => {
  const unacknowledged = prompt([finding("emergency_vision", "a")]);
  expect(promptsToAcknowledge([unacknowledged], [])).toEqual([]);
  expect(promptsToAcknowledge([unacknowledged], ["emergency_vision a"])).toEqual([unacknowledged]);
  expect(
    promptsToAcknowledge([{ ...unacknowledged, acknowledged_at: "2026-11-23T12:01:00Z" }], ["emergency_vision a"]),
  ).toEqual([]);
});
