import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import file from "../../../triage/rules.json";
import { type DescribedRules, sentence, spoken } from "./in-words";

const rules = file as unknown as DescribedRules;
const page = readFileSync(new URL("../../../docs/rules.md", import.meta.url), "utf8").split("\n");

it.each(rules.rules)("says of $id what docs/rules.md says", (rule) => {
  const parts = [rule, ...(rule.lesser ? [rule.lesser] : [])];
  const said = parts.map(({ when }) => sentence(spoken(rules, when))).join("<br>otherwise ");
  const row = page.find((line) => line.startsWith(`| \`${rule.id}\` |`));
  expect(row?.split(" | ")[2]).toBe(said);
});

it("says a number that was changed for a diary", () => {
  const thresholds = { ...rules.thresholds, frequent_week_days: { value: 5 } };
  const { when } = rules.rules.find(({ id }) => id === "frequent_week")!;
  expect(spoken({ ...rules, thresholds }, when)).toBe("you had it on 5 or more of the last 7 days");
});

it("says whole hours as hours, from two on", () => {
  const { when } = rules.rules.find(({ id }) => id === "long_hour")!;
  for (const [value, length] of [[90, "90 minutes"], [119, "119 minutes"], [120, "2 hours"], [121, "121 minutes"]] as const) {
    const thresholds = { ...rules.thresholds, long_hour_minutes: { value } };
    expect(spoken({ ...rules, thresholds }, when)).toBe(`it lasted ${length} or more, or has so far`);
  }
});

it("keeps what belongs together", () => {
  const { when } = rules.rules.find(({ id }) => id === "clot_signs")!;
  expect(spoken(rules, when)).toMatchObject({ joint: "all", parts: expect.arrayContaining(["the leg is swollen"]) });
});

it("refuses a condition that has no words", () => {
  expect(() => spoken(rules, { fact: "duration_minutes", op: "lt", value: 3 })).toThrow(TypeError);
  expect(() => spoken(rules, { fact: "symptoms.rash", op: "eq", value: false })).toThrow(TypeError);
  expect(() => spoken(rules, { fact: "onset", op: "eq", value: "never" })).toThrow(TypeError);
});
