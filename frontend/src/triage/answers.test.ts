import { expect, it } from "vitest";
import rulesFile from "../../../triage/rules.json";
import type { Finding, Prompt, PromptAnswer } from "../store/types";
import { answered, asks, calls, toCarry } from "./answers";
import type { Rules } from "./conditions";
import type { PhonePrompt } from "./prompts";

const open: Prompt = { id: "p", level: "see_provider", opened_at: "2026-11-23T12:00:00Z", findings: [] };
const booked: Prompt = { ...open, closed_at: "2026-11-23T13:00:00Z", answer: "booked", visit_on: "2026-11-30" };

it("asks to act while it is open", () => {
  expect(asks(open, "2026-11-23")).toBe("to_act");
  expect(asks({ ...open, answer: "snooze" }, "2026-11-23")).toBe("to_act");
});

it("asks whether they went from the day after the visit", () => {
  expect(asks(booked, "2026-11-30")).toBeNull();
  expect(asks(booked, "2026-12-01")).toBe("did_you_go");
});

it("asks nothing of a visit without a day, or one that was told of", () => {
  expect(asks({ ...booked, visit_on: null }, "2026-12-01")).toBeNull();
  expect(asks({ ...booked, answer: "seen" }, "2026-12-01")).toBeNull();
});

const rules = rulesFile as unknown as Rules;
const NOW = new Date("2026-11-23T12:00:00Z");
const TODAY = "2026-11-23";
const finding = (rule: string, entry = "e", level: Finding["level"] = "see_provider"): Finding => ({
  rule, level, origin: "source", threshold: null, usual: null, held: false, reminds: true,
  evidence: { episodes: [entry], alerts: [], days: [], value: null },
});
const own = (more: Partial<PhonePrompt>): PhonePrompt => ({
  ...open, id: "own", raised_at: open.opened_at, findings: [finding("long_hour")], ...more,
});
const given = (prompt: PhonePrompt, answer: PromptAnswer): PhonePrompt => answered([prompt], prompt, answer, NOW, TODAY)[0]!;

it("closes at an answer, keeps the day, and gives another day without a new quiet time", () => {
  const first = given(own({}), { answer: "booked", visit_on: "2026-11-30" });
  expect(first).toMatchObject({ answer: "booked", visit_on: "2026-11-30", closed_at: NOW.toISOString() });
  const earlier = { ...first, closed_at: "2026-11-20T12:00:00.000Z" };
  expect(given(earlier, { answer: "booked", visit_on: "2026-12-02" })).toEqual({ ...earlier, visit_on: "2026-12-02" });
  const passed = { ...earlier, visit_on: "2026-11-22" };
  expect(given(passed, { answer: "booked", visit_on: "2026-12-02" }).closed_at).toBe(NOW.toISOString());
  expect(given(passed, { answer: "seen" })).toMatchObject({ answer: "seen", closed_at: NOW.toISOString() });
});

it("stays open when it is put off, and calls again after that", () => {
  const later = given(own({}), { answer: "snooze", days: 3 });
  expect(later.closed_at).toBeUndefined();
  expect([calls(later, NOW), calls(later, new Date("2026-11-26T12:00:00Z"))]).toEqual([false, true]);
  expect(calls(own({}), NOW)).toBe(true);
  expect(calls(given(own({}), { answer: "declined" }), NOW)).toBe(false);
});

const carries = (asked: Prompt, ...kept: PhonePrompt[]): PromptAnswer[] =>
  toCarry([asked], kept, NOW, TODAY, rules).map(({ answer }) => answer);
const asked: Prompt = { ...open, findings: [finding("long_hour")] };
const said = (answer: PromptAnswer): PhonePrompt => given(own({}), answer);

it.each<[PromptAnswer, PromptAnswer]>([
  [{ answer: "seen" }, { answer: "seen" }],
  [{ answer: "declined", reason: "Too far." }, { answer: "declined", reason: "Too far." }],
  [{ answer: "booked", visit_on: "2026-11-30" }, { answer: "booked", visit_on: "2026-11-30" }],
  [{ answer: "snooze", days: 3 }, { answer: "snooze", days: 3 }],
])("carries %o over to the server's prompt of the same", (answer, sent) => {
  expect(carries(asked, said(answer))).toEqual([sent]);
});

it("sends no day that has passed", () => {
  expect(carries(asked, given(own({}), { answer: "booked", visit_on: "2026-11-22" }))).toEqual([{ answer: "booked" }]);
});

it("carries nothing over to what was not asked here, is graver, or was answered there", () => {
  const seen = said({ answer: "seen" });
  expect(carries({ ...asked, findings: [finding("long_hour"), finding("leg_change")] }, seen)).toEqual([]);
  expect(carries({ ...asked, findings: [finding("long_hour", "e", "see_provider_soon")] }, seen)).toEqual([]);
  expect(carries({ ...asked, answer: "snooze" }, seen)).toEqual([]);
  expect(carries({ ...asked, level: "see_provider_soon" }, said({ answer: "snooze", days: 3 }))).toEqual([]);
  expect(carries(asked)).toEqual([]);
  expect(carries(asked, own({}))).toEqual([]);
});
