import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules as file } from "../../src/triage/rules";
import english from "#triage/messages/en.json";
import spanish from "#triage/messages/es.json";
import { type DescribedRules, type RuleTextCatalog, renderSentence, renderCondition } from "../../src/triage/rule-text";

const rules = file as unknown as DescribedRules;
const en: RuleTextCatalog = english;
const es: RuleTextCatalog = spanish;
const PAGES = [
  { language: "en", words: en, page: "rules.md", otherwise: "otherwise" },
  { language: "es", words: es, page: "rules.es.md", otherwise: "si no," },
];

describe.each(PAGES)("in $language", ({ words, page, otherwise }) => {
  const lines = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), "utf8").split("\n");

  it.each(rules.rules)(`renders $id as in docs/${page}, which the server wrote`, (rule) => {
    const parts = [rule, ...(rule.lesser ? [rule.lesser] : [])];
    const sentence = parts
      .map(({ when }) => renderSentence(words, renderCondition(rules, words, when)))
      .join(`<br>${otherwise} `);
    const row = lines.find((line) => line.startsWith(`| \`${rule.id}\` |`));
    expect(row?.split(" | ")[2]).toBe(sentence);
  });
});

it("renders a threshold that was changed for a diary", () => {
  const thresholds = { ...rules.thresholds, frequent_week_days: { value: 5 } };
  const { when } = rules.rules.find(({ id }) => id === "frequent_week")!;
  expect(renderCondition({ ...rules, thresholds }, en, when)).toBe("you had it on 5 or more of the last 7 days");
  expect(renderCondition({ ...rules, thresholds }, es, when)).toBe("lo tuviste en 5 o más de los últimos 7 días");
});

it("renders whole hours as hours, from two on", () => {
  const { when } = rules.rules.find(({ id }) => id === "long_hour")!;
  for (const [value, length, longitud] of [
    [90, "90 minutes", "90 minutos"],
    [119, "119 minutes", "119 minutos"],
    [120, "2 hours", "2 horas"],
    [121, "121 minutes", "121 minutos"],
  ] as const) {
    const thresholds = { ...rules.thresholds, long_hour_minutes: { value } };
    expect(renderCondition({ ...rules, thresholds }, en, when)).toBe(`it lasted ${length} or more, or has so far`);
    expect(renderCondition({ ...rules, thresholds }, es, when)).toBe(`duró ${longitud} o más, o los lleva ya`);
  }
});

it("keeps what belongs together", () => {
  const { when } = rules.rules.find(({ id }) => id === "clot_signs")!;
  expect(renderCondition(rules, en, when)).toMatchObject({
    connective: "all",
    parts: expect.arrayContaining(["the leg is swollen"]) as unknown,
  });
});

it("refuses a condition that has no words", () => {
  expect(() => renderCondition(rules, en, { fact: "duration_minutes", op: "lt", value: 3 })).toThrow(TypeError);
  expect(() => renderCondition(rules, en, { fact: "symptoms.rash", op: "eq", value: false })).toThrow(TypeError);
  expect(() => renderCondition(rules, en, { fact: "onset", op: "eq", value: "never" })).toThrow(TypeError);
});
