import { expect, it } from "vitest";
import { rules } from "../../src/triage/rules";
import { type BackgroundItem, backgroundFacts } from "../../src/triage/background-facts";
import { CATALOGS } from "../fixtures/catalogs";

const item = (kind: string, name: string): BackgroundItem => ({ kind, name, started_on: null, ended_on: null });
const facts = (...items: BackgroundItem[]) => backgroundFacts(items, rules.names, "2026-11-01", "2026-11-25");

const lists = Object.entries(CATALOGS).map(([language, { suggestions }]) => [language, suggestions] as const);

it.each(lists)("suggests each thing under one name in %s", (_, suggestions) => {
  for (const names of Object.values(suggestions).map((list) => Object.values<string>(list)))
    expect(new Set(names).size).toBe(names.length);
});

it.each(lists)("suggests names in %s that the rules know again", (_, { medication, condition }) => {
  const known = (id: keyof typeof medication): unknown => facts(item("medication", medication[id]))["medicines"];
  expect(known("chemotherapy")).toEqual(["chemotherapy"]);
  expect(known("metformin")).toEqual(["metformin"]);
  for (const id of ["ciprofloxacin", "levofloxacin", "moxifloxacin", "ofloxacin"] as const)
    expect(known(id)).toEqual(["fluoroquinolone"]);
  expect(facts(item("condition", condition.diabetes))["diabetes"]).toBe(true);
});
