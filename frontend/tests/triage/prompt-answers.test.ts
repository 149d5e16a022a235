import { expect, it } from "vitest";
import type { Prompt, PromptAnswer } from "../../src/model/types";
import { applyAnswer, pendingQuestion, needsAnswer } from "../../src/triage/prompt-answers";
import type { PhonePrompt } from "../../src/triage/prompts";

const open: Prompt = { id: "p", level: "see_provider", opened_at: "2026-11-23T12:00:00Z", findings: [] };
const booked: Prompt = { ...open, closed_at: "2026-11-23T13:00:00Z", answer: "booked", visit_on: "2026-11-30" };

it("needs an answer while it is open", () => {
  expect(pendingQuestion(open, "2026-11-23")).toBe("to_act");
  expect(pendingQuestion({ ...open, answer: "snooze" }, "2026-11-23")).toBe("to_act");
});

it("needs an answer about the visit from the day after it", () => {
  expect(pendingQuestion(booked, "2026-11-30")).toBeNull();
  expect(pendingQuestion(booked, "2026-12-01")).toBe("did_you_go");
});

it("needs no answer about a visit without a day, or an answered one", () => {
  expect(pendingQuestion({ ...booked, visit_on: null }, "2026-12-01")).toBeNull();
  expect(pendingQuestion({ ...booked, answer: "seen" }, "2026-12-01")).toBeNull();
});

const NOW = new Date("2026-11-23T12:00:00Z");
const TODAY = "2026-11-23";
const own = (more: Partial<PhonePrompt>): PhonePrompt => ({
  ...open,
  id: "own",
  raised_at: open.opened_at,
  ...more,
});
const withAnswer = (prompt: PhonePrompt, answer: PromptAnswer): PhonePrompt =>
  applyAnswer([prompt], prompt, answer, NOW, TODAY)[0]!;

it("closes at an answer, keeps the day, and gives another day without a new quiet time", () => {
  const first = withAnswer(own({}), { answer: "booked", visit_on: "2026-11-30" });
  expect(first).toMatchObject({ answer: "booked", visit_on: "2026-11-30", closed_at: NOW.toISOString() });
  const earlier = { ...first, closed_at: "2026-11-20T12:00:00.000Z" };
  expect(withAnswer(earlier, { answer: "booked", visit_on: "2026-12-02" })).toEqual({
    ...earlier,
    visit_on: "2026-12-02",
  });
  const passed = { ...earlier, visit_on: "2026-11-22" };
  expect(withAnswer(passed, { answer: "booked", visit_on: "2026-12-02" }).closed_at).toBe(NOW.toISOString());
  expect(withAnswer(passed, { answer: "seen" })).toMatchObject({ answer: "seen", closed_at: NOW.toISOString() });
});

it("stays open when it is put off, and calls again after that", () => {
  const later = withAnswer(own({}), { answer: "snooze", days: 3 });
  expect(later.closed_at).toBeUndefined();
  expect([needsAnswer(later, NOW), needsAnswer(later, new Date("2026-11-26T12:00:00Z"))]).toEqual([false, true]);
  expect(needsAnswer(own({}), NOW)).toBe(true);
  expect(needsAnswer(withAnswer(own({}), { answer: "declined" }), NOW)).toBe(false);
});
