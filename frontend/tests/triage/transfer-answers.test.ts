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
const transferred = (prompt: Prompt, ...phonePrompts: PhonePrompt[]): PromptAnswer[] =>
  answersToTransfer([prompt], phonePrompts, NOW, TODAY, rules).map(({ answer }) => answer);
const serverPrompt: Prompt = { ...open, findings: [finding("long_hour")] };
const withAnswer = (prompt: PhonePrompt, answer: PromptAnswer): PhonePrompt =>
  applyAnswer([prompt], prompt, answer, NOW, TODAY)[0]!;
const answered = (answer: PromptAnswer): PhonePrompt => withAnswer(own, answer);

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
  expect(transferred(serverPrompt, answered(answer))).toEqual([sent]);
});

it("sends no day that has passed", () => {
  expect(transferred(serverPrompt, withAnswer(own, { answer: "booked", visit_on: "2026-11-22" }))).toEqual([
    { answer: "booked" },
  ]);
});

it("transfers nothing to a prompt that is not on this phone, is graver, or was answered there", () => {
  const seen = answered({ answer: "seen" });
  expect(transferred({ ...serverPrompt, findings: [finding("long_hour"), finding("leg_change")] }, seen)).toEqual([]);
  expect(transferred({ ...serverPrompt, findings: [finding("long_hour", "e", "see_provider_soon")] }, seen)).toEqual(
    [],
  );
  expect(transferred({ ...serverPrompt, answer: "snooze" }, seen)).toEqual([]);
  expect(transferred({ ...serverPrompt, level: "see_provider_soon" }, answered({ answer: "snooze", days: 3 }))).toEqual(
    [],
  );
  expect(transferred(serverPrompt)).toEqual([]);
  expect(transferred(serverPrompt, own)).toEqual([]);
});
