import { expect, it } from "vitest";
import { rules as rulesFile } from "../../src/triage/rules";
import type { Finding, Prompt, PromptAnswer } from "../../src/model/types";
import { applyAnswer } from "../../src/triage/prompt-answers";
import { answersToTransfer } from "../../src/triage/transfer-answers";
import type { Rules } from "../../src/triage/conditions";
import type { PhonePrompt } from "../../src/triage/prompts";

const rules = rulesFile as unknown as Rules;
const NOW = new Date("2026-11-23T12:00:00Z");
const TODAY = "2026-11-23";
const open: Prompt = { id: "p", level: "see_provider", opened_at: "2026-11-23T12:00:00Z", findings: [] };
const finding = (rule: string, entry = "e", level: Finding["level"] = "see_provider"): Finding => ({
  rule,
  level,
  origin: "source",
  threshold: null,
  default_threshold: null,
  hysteresis: false,
  reminds: true,
  evidence: { episodes: [entry], alerts: [], days: [], value: null },
});
const own: PhonePrompt = { ...open, id: "own", raised_at: open.opened_at, findings: [finding("long_hour")] };
const carries = (asked: Prompt, ...kept: PhonePrompt[]): PromptAnswer[] =>
  answersToTransfer([asked], kept, NOW, TODAY, rules).map(({ answer }) => answer);
const asked: Prompt = { ...open, findings: [finding("long_hour")] };
const given = (prompt: PhonePrompt, answer: PromptAnswer): PhonePrompt =>
  applyAnswer([prompt], prompt, answer, NOW, TODAY)[0]!;
const said = (answer: PromptAnswer): PhonePrompt => given(own, answer);

it.each<[PromptAnswer, PromptAnswer]>([
  [{ answer: "seen" }, { answer: "seen" }],
  [
    { answer: "declined", reason: "Too far." },
    { answer: "declined", reason: "Too far." },
  ],
  [
    { answer: "booked", visit_on: "2026-11-30" },
    { answer: "booked", visit_on: "2026-11-30" },
  ],
  [
    { answer: "snooze", days: 3 },
    { answer: "snooze", days: 3 },
  ],
])("carries %o over to the server's prompt of the same", (answer, sent) => {
  expect(carries(asked, said(answer))).toEqual([sent]);
});

it("sends no day that has passed", () => {
  expect(carries(asked, given(own, { answer: "booked", visit_on: "2026-11-22" }))).toEqual([{ answer: "booked" }]);
});

it("carries nothing over to what was not asked here, is graver, or was answered there", () => {
  const seen = said({ answer: "seen" });
  expect(carries({ ...asked, findings: [finding("long_hour"), finding("leg_change")] }, seen)).toEqual([]);
  expect(carries({ ...asked, findings: [finding("long_hour", "e", "see_provider_soon")] }, seen)).toEqual([]);
  expect(carries({ ...asked, answer: "snooze" }, seen)).toEqual([]);
  expect(carries({ ...asked, level: "see_provider_soon" }, said({ answer: "snooze", days: 3 }))).toEqual([]);
  expect(carries(asked)).toEqual([]);
  expect(carries(asked, own)).toEqual([]);
});
