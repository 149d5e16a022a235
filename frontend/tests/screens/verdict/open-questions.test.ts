import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import { openQuestions, questionUrl, keepOrder, withAnswer } from "../../../src/screens/verdict/open-questions";

const record = blankRecord("episode", { id: "e", started_at: "2026-11-23T09:00:00Z", zone: "UTC" });
const missing = (rule: string, ...fields: string[]) => ({
  rule,
  fields: fields.map((field) => ({ record, field })),
  background: [],
});

it("returns each question once, however many rules depend on it", () => {
  const questions = openQuestions([
    missing("saddle", "red_flags.vision", "areas"),
    missing("clot_signs", "areas", "symptoms.leg_pain"),
  ]);
  expect(questions.map(({ field, yesNo, label }) => [field, yesNo, label])).toEqual([
    ["red_flags.vision", true, "Trouble seeing"],
    ["areas", false, "Where?"],
    ["symptoms.leg_pain", true, "Leg pain"],
  ]);
});

it("keeps what was answered in its place and puts what is new after it", () => {
  const [first, second, third] = openQuestions([missing("a", "onset", "trigger", "relief")]);
  expect(keepOrder([first!, second!], [second!, third!])).toEqual([first, second, third]);
});

it("answers one question and leaves the others as they were", () => {
  const before = { ...record, red_flags: { vision: true } };
  expect(withAnswer(before, "red_flags.injury", false).red_flags).toEqual({ vision: true, injury: false });
  expect(withAnswer(record, "symptoms.rash", false)).toEqual({ ...record, symptoms: { rash: false } });
});

it("leads to the sheet at the question", () => {
  expect(questionUrl({ record, field: "onset" })).toBe("#/log/e?at=onset");
});
