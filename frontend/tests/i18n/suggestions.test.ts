import { expect, it } from "vitest";
import { rules } from "../../src/triage/rules";
import { type BackgroundItem, backgroundFacts } from "../../src/triage/background-facts";
import en from "../../src/i18n/en/suggestions.json";
import es from "../../src/i18n/es/suggestions.json";

const item = (kind: string, name: string): BackgroundItem => ({ kind, name, started_on: null, ended_on: null });
const facts = (...items: BackgroundItem[]) => backgroundFacts(items, rules.names, "2026-11-01", "2026-11-25");

it("suggests each thing under one name", () => {
  for (const names of [...Object.values(en), ...Object.values(es)].map((list) => Object.values<string>(list)))
    expect(new Set(names).size).toBe(names.length);
});

it.each([en, es])("suggests names that the rules know again", ({ medication, condition }) => {
  const known = (id: keyof typeof en.medication): unknown => facts(item("medication", medication[id]))["medicines"];
  expect(known("chemotherapy")).toEqual(["chemotherapy"]);
  expect(known("metformin")).toEqual(["metformin"]);
  for (const id of ["ciprofloxacin", "levofloxacin", "moxifloxacin", "ofloxacin"] as const)
    expect(known(id)).toEqual(["fluoroquinolone"]);
  expect(facts(item("condition", condition.diabetes))["diabetes"]).toBe(true);
});
