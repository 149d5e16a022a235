import { expect, it } from "vitest";
import { rules as file } from "../../src/triage/rules";
import type { Alert, Episode } from "../../src/model/types";
import type { Rules } from "../../src/triage/conditions";
import { evaluate } from "../../src/triage/engine";
import { diarySubjects } from "../../src/triage/facts";
import {
  type EvaluationInput,
  type MissingAnswers,
  type OpenField,
  missingAnswers,
} from "../../src/triage/missing-answers";
import { type Records, vectors } from "../fixtures/vectors";

const rules = file as unknown as Rules;
const NO: Record<string, unknown> = {
  areas: ["right.ankle"],
  sensations: ["numb"],
  leg_changes: [],
  severity: 1,
  interference: 0,
  onset: "hours",
  trigger: "cold",
  relief: "warmth",
  relief_minutes: 1,
};

function evaluationInput({ episodes, alerts, background }: Records, now: Date, zone: string): EvaluationInput {
  return {
    subjects: diarySubjects(episodes, alerts, background, now, zone, rules),
    episodes,
    alerts,
    now,
    zone,
    rules,
  };
}

/** The record with the field answered: nothing that makes a rule match. */
function answered<T extends Episode | Alert>(record: T, fields: OpenField[]): T {
  return fields
    .filter((open) => open.record.id === record.id)
    .reduce((sum, { field }) => {
      const [name = "", code] = field.split(".");
      const before = (sum as unknown as Record<string, object | null>)[name];
      return { ...sum, [name]: code === undefined ? NO[name] : { ...before, [code]: false } };
    }, record);
}

function withAnswers(
  { episodes, alerts, background }: Records,
  { fields, background: kinds }: MissingAnswers,
): Records {
  const items = kinds.map((kind) => ({ kind, name: "something else", started_on: null, ended_on: null }));
  return {
    episodes: episodes.map((episode) => answered(episode, fields)),
    alerts: alerts.map((alert) => answered(alert, fields)),
    background: [...(background ?? []), ...items],
  };
}

const open = vectors<{
  name: string;
  now: string;
  zone: string;
  episodes: [];
  alerts: [];
  undetermined: string[];
}>().flatMap(({ title, vector, episodes, alerts, background }) => {
  const withoutDeleted = <T extends Episode | Alert>(records: T[]): T[] =>
    records.filter(({ deleted_at }) => !deleted_at);
  return vector.undetermined.map((rule) => ({
    title,
    rule,
    now: new Date(vector.now),
    zone: vector.zone,
    records: { episodes: withoutDeleted(episodes), alerts: withoutDeleted(alerts), background },
  }));
});

it("has vectors for every kind of question", () => {
  expect(new Set(open.map(({ rule }) => rule)).size).toBeGreaterThan(20);
});

it.each(open)("$title: the missing answers decide $rule", ({ rule, now, zone, records }) => {
  let known = records;
  // What helped is asked for once it is known what brought it on: three rounds at most.
  for (let round = 0; round < 3; round++) {
    const [missing] = missingAnswers(evaluationInput(known, now, zone), [rule]);
    if (round === 0) expect(missing!.fields.length + missing!.background.length).toBeGreaterThan(0);
    known = withAnswers(known, missing!);
  }
  expect(evaluate(rules, evaluationInput(known, now, zone).subjects).undetermined).not.toContain(rule);
});

const { records, now, zone } = open.find(({ rule }) => rule === "medicine_link")!;

it("returns a background kind where it is needed, and nothing where nothing is open", () => {
  const [missing] = missingAnswers(evaluationInput({ ...records, background: null }, now, zone), ["medicine_link"]);
  expect(missing).toEqual({ rule: "medicine_link", fields: [], background: ["medication"] });
  const [none] = missingAnswers(
    evaluationInput(
      { ...records, background: [{ kind: "medication", name: "x", started_on: null, ended_on: null }] },
      now,
      zone,
    ),
    ["medicine_link"],
  );
  expect(none).toEqual({ rule: "medicine_link", fields: [], background: [] });
});

it("names only what can still decide", () => {
  const episode = { ...records.episodes[0]!, leg_changes: null, symptoms: { leg_weakness: false, leg_pain: false } };
  const of = (areas: Episode["areas"]): MissingAnswers[] =>
    missingAnswers(evaluationInput({ ...records, episodes: [{ ...episode, areas }] }, now, zone), ["limb_circulation"]);
  expect(of(["left.foot"])[0]!.fields.map(({ field }) => field)).toEqual(["leg_changes"]);
  expect(of(["left.foot", "right.foot"])[0]!.fields).toEqual([]);
});
