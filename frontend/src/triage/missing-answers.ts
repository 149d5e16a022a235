/** Which missing answers would decide the undetermined rules. Pure. */

import type { Alert, Day, Episode } from "../model/types";
import {
  type Fact,
  type Rule,
  type Rules,
  type When,
  compileCondition,
  requiredFacts,
  thresholdValue,
  thresholdValues,
} from "./conditions";
import type { Subject } from "./engine";
import { addDays, isAlert, strictLocalDay, localDaySpan, durationMinutes, isPositional } from "./entries";

type Facts = Record<string, Fact>;
export type BackgroundKind = "medication" | "condition";
/** An unanswered field of a record; in a map, with its code: `red_flags.vision`. */
export interface OpenField {
  record: Episode | Alert;
  field: string;
}
export interface MissingAnswers {
  rule: string;
  fields: OpenField[];
  /** Kinds of background items of which none was ever entered. */
  background: BackgroundKind[];
}
export interface EvaluationInput {
  /** The evaluated subjects: `entrySubject` or `diarySubjects` of the records. */
  subjects: readonly Subject[];
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  now: Date;
  zone: string;
  rules: Rules;
}

const AREA_FACTS = ["one_leg", "one_sided", "both_sides", "whole_limb"];
const BACKGROUND_KINDS: Record<string, BackgroundKind> = { medicines: "medication", diabetes: "condition" };

/** For each undetermined rule, the unanswered fields that its conditions depend on, in the order of subjects. */
export function missingAnswers(input: EvaluationInput, undetermined: readonly string[]): MissingAnswers[] {
  const ids = new Set(undetermined);
  return input.rules.rules
    .filter(({ id }) => ids.has(id))
    .map((rule) => {
      const unknown = input.subjects
        .filter(({ facts }) => requiredFacts(rule).every((name) => Object.hasOwn(facts, name)))
        .flatMap((subject) => unknownFacts(input.rules, rule, subject.facts).map((fact) => ({ subject, fact })));
      return {
        rule: rule.id,
        fields: distinctFields(unknown.flatMap(({ subject, fact }) => openFields(input, subject, fact))),
        background: [...new Set(unknown.flatMap(({ fact }) => BACKGROUND_KINDS[fact] ?? []))],
      };
    });
}

export const fieldKey = ({ record, field }: OpenField): string => `${record.id} ${field}`;

function distinctFields(fields: OpenField[]): OpenField[] {
  return [...new Map(fields.map((field) => [fieldKey(field), field])).values()];
}

/** The unknown facts that the levels up to the first matching one depend on. */
function unknownFacts(rules: Rules, rule: Rule, facts: Facts): string[] {
  const undecidedNames: string[] = [];
  for (const { when } of rule.lesser ? [rule, rule.lesser] : [rule]) {
    if (compileCondition(rules, when)(facts, thresholdValues(rules))) break;
    undecidedNames.push(...undecided(rules, when, facts));
  }
  return undecidedNames;
}

function undecided(rules: Rules, when: When, facts: Facts): string[] {
  if (compileCondition(rules, when)(facts, thresholdValues(rules)) !== null) return [];
  if ("fact" in when) return [when.fact];
  return ("all" in when ? when.all : when.any).flatMap((part) => undecided(rules, part, facts));
}

function openFields(input: EvaluationInput, subject: Subject, fact: string): OpenField[] {
  const { episodes, alerts, rules } = input;
  const record =
    episodes.find(({ id }) => id === subject.episodes[0]) ?? alerts.find(({ id }) => id === subject.alerts[0]);
  switch (fact) {
    case "zones_risen_known":
    case "zones_risen_fast_known":
      return areasBefore(
        input,
        record,
        thresholdValue(rules, fact === "zones_risen_known" ? "spreading_days" : "ascending_days"),
      );
    case "positions_all_known":
      return inCountWindow(input, (episode) =>
        explainedByPosition(episode, rules) === null ? [reasonField(episode)] : [],
      );
    case "walking_episodes_28_known":
      return inCountWindow(input, (episode) => (mayBeWalking(episode) ? [reasonField(episode)] : []));
    case "disrupting_episodes_28_known":
      return inCountWindow(input, (episode) => unanswered(episode, ["interference"]));
    case "both_feet_days_28_known":
      return inCountWindow(input, (episode) => unanswered(episode, ["areas"]));
    case "brief_alike_28_known":
      return inCountWindow(input, (episode) => (isBrief(episode, rules) ? unanswered(episode, ["areas"]) : []));
    default:
      return record && !BACKGROUND_KINDS[fact]
        ? recordFields(record, fact, rules).map((field) => ({ record, field }))
        : [];
  }
}

/** The unanswered fields of a record that one of its facts is computed from. */
function recordFields(record: Episode | Alert, fact: string, rules: Rules): string[] {
  if (fact === "saddle_signs")
    return unanswered(record, [
      "red_flags.saddle_numbness",
      "red_flags.difficulty_urinating",
      ...(isAlert(record) ? [] : ["areas"]),
    ]);
  if (isAlert(record)) return unanswered(record, [fact]);
  if (AREA_FACTS.includes(fact)) return unanswered(record, ["areas"]);
  if (fact === "positional") return [reasonField(record)];
  if (fact === "after_moving_minutes") return [reliefField(record)];
  if (fact === "circulation_signs_known") {
    const { severity } = record;
    const noPain =
      record.symptoms?.leg_pain === false ||
      (severity !== null && severity < thresholdValue(rules, "limb_pain_severity"));
    return unanswered(record, [
      "leg_changes",
      ...(noPain ? [] : ["symptoms.leg_pain", "severity"]),
      "symptoms.leg_weakness",
    ]);
  }
  return unanswered(record, [fact]);
}

function unanswered(record: Episode | Alert, fields: readonly string[]): string[] {
  return fields.filter((field) => fieldValue(record, field) === null);
}

/** The answer; `null` if not asked. */
export function fieldValue(record: Episode | Alert, field: string): unknown {
  const [name = "", code] = field.split(".");
  const value = (record as unknown as Record<string, unknown>)[name] ?? null;
  return code === undefined || value === null ? value : ((value as Record<string, unknown>)[code] ?? null);
}

/** The first undecided of trigger and relief. */
function reasonField(episode: Episode): string {
  return episode.trigger === null || episode.trigger === "unsure" ? "trigger" : reliefField(episode);
}

function reliefField({ relief }: Episode): string {
  return relief === null || relief === "not_tried" ? "relief" : "relief_minutes";
}

function explainedByPosition(episode: Episode, rules: Rules): boolean | null {
  return isPositional(episode, thresholdValue(rules, "positional_relief_minutes"));
}

function mayBeWalking(episode: Episode): boolean {
  const { trigger, relief, relief_minutes } = episode;
  if (trigger === null || trigger === "unsure") return true;
  if (trigger !== "walking") return false;
  return relief === null || relief === "not_tried" || (relief === "resting" && relief_minutes === null);
}

function isBrief(episode: Episode, rules: Rules): boolean {
  return (
    episode.ended_at !== null &&
    durationMinutes(episode, new Date(episode.ended_at)) < thresholdValue(rules, "brief_minutes")
  );
}

/** Fields of the episodes in the 28-day count window. */
function inCountWindow({ episodes, now, zone }: EvaluationInput, fields: (episode: Episode) => string[]): OpenField[] {
  const today = strictLocalDay(now.getTime(), zone);
  return episodesBetween(episodes, now, addDays(today, -27), today).flatMap((record) =>
    fields(record).map((field) => ({ record, field })),
  );
}

/** Unanswered areas of the episode, or of an earlier one that it may have spread from. */
function areasBefore(
  { episodes, now }: EvaluationInput,
  record: Episode | Alert | undefined,
  days: number,
): OpenField[] {
  if (record === undefined || isAlert(record)) return [];
  const [day] = localDaySpan(record, now);
  const before = episodesBetween(episodes, now, addDays(day, -days), day).filter(
    ({ id, started_at }) => id !== record.id && Date.parse(started_at) <= Date.parse(record.started_at),
  );
  return [record, ...before]
    .filter(({ areas }) => areas === null)
    .map((episode) => ({ record: episode, field: "areas" }));
}

function episodesBetween(episodes: readonly Episode[], now: Date, first: Day, last: Day): Episode[] {
  return episodes.filter((episode) => {
    const [firstDay, lastDay] = localDaySpan(episode, now);
    return lastDay >= first && firstDay <= last;
  });
}
