/** Which answers would tell the rules that could not be told. Pure. */

import type { Alert, Day, Episode } from "../model/types";
import { type Fact, type Rule, type Rules, type When as Condition, condition, limit, thresholds } from "./conditions";
import type { Subject } from "./engine";
import { addDays, isAlert, localDay, localSpan, minutes, positional } from "./entries";

type Facts = Record<string, Fact>;
export type BackgroundKind = "medication" | "condition";
/** A field of a record that was left open; in a map, with its code: `red_flags.vision`. */
export interface OpenField {
  record: Episode | Alert;
  field: string;
}
export interface Missing {
  rule: string;
  fields: OpenField[];
  /** Kinds of background items of which none was ever entered. */
  background: BackgroundKind[];
}
export interface Asked {
  /** What the rules were asked of: `entrySubject` or `diarySubjects` of the records. */
  subjects: readonly Subject[];
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  now: Date;
  zone: string;
  rules: Rules;
}

const PLACES = ["one_leg", "one_sided", "both_sides", "whole_limb"];
const BACKGROUND: Record<string, BackgroundKind> = { medicines: "medication", diabetes: "condition" };

/** Of each undetermined rule, the open fields that its conditions hang on, in the order of subjects. */
export function missing(asked: Asked, undetermined: readonly string[]): Missing[] {
  const wanted = new Set(undetermined);
  return asked.rules.rules
    .filter(({ id }) => wanted.has(id))
    .map((rule) => {
      const open = asked.subjects
        .filter(({ facts }) => factsOf(rule).every((name) => Object.hasOwn(facts, name)))
        .flatMap((subject) => unknown(asked.rules, rule, subject.facts).map((fact) => ({ subject, fact })));
      return {
        rule: rule.id,
        fields: distinct(open.flatMap(({ subject, fact }) => fieldsOf(asked, subject, fact))),
        background: [...new Set(open.flatMap(({ fact }) => BACKGROUND[fact] ?? []))],
      };
    });
}

export const fieldKey = ({ record, field }: OpenField): string => `${record.id} ${field}`;

function distinct(fields: OpenField[]): OpenField[] {
  return [...new Map(fields.map((one) => [fieldKey(one), one])).values()];
}

/** The unknown facts that the first matching part of the rule, or those before it, hang on. */
function unknown(rules: Rules, rule: Rule, facts: Facts): string[] {
  const found: string[] = [];
  for (const { when } of rule.lesser ? [rule, rule.lesser] : [rule]) {
    if (condition(rules, when)(facts, thresholds(rules))) break;
    found.push(...undecided(rules, when, facts));
  }
  return found;
}

function undecided(rules: Rules, when: Condition, facts: Facts): string[] {
  if (condition(rules, when)(facts, thresholds(rules)) !== null) return [];
  if ("fact" in when) return [when.fact];
  return ("all" in when ? when.all : when.any).flatMap((part) => undecided(rules, part, facts));
}

function fieldsOf(asked: Asked, subject: Subject, fact: string): OpenField[] {
  const { episodes, alerts, rules } = asked;
  const record =
    episodes.find(({ id }) => id === subject.episodes[0]) ?? alerts.find(({ id }) => id === subject.alerts[0]);
  switch (fact) {
    case "zones_risen_known":
    case "zones_risen_fast_known":
      return placesBefore(
        asked,
        record,
        limit(rules, fact === "zones_risen_known" ? "spreading_days" : "ascending_days"),
      );
    case "positions_all_known":
      return inMonth(asked, (episode) => (isPositional(episode, rules) === null ? [reasonField(episode)] : []));
    case "walking_episodes_28_known":
      return inMonth(asked, (episode) => (mayBeWalking(episode) ? [reasonField(episode)] : []));
    case "disrupting_episodes_28_known":
      return inMonth(asked, (episode) => open(episode, ["interference"]));
    case "both_feet_days_28_known":
      return inMonth(asked, (episode) => open(episode, ["areas"]));
    case "brief_alike_28_known":
      return inMonth(asked, (episode) => (isBrief(episode, rules) ? open(episode, ["areas"]) : []));
    default:
      return record && !BACKGROUND[fact] ? ownFields(record, fact, rules).map((field) => ({ record, field })) : [];
  }
}

/** The open fields of a record that one of its own facts is made of. */
function ownFields(record: Episode | Alert, fact: string, rules: Rules): string[] {
  if (fact === "saddle_signs")
    return open(record, [
      "red_flags.saddle_numbness",
      "red_flags.difficulty_urinating",
      ...(isAlert(record) ? [] : ["areas"]),
    ]);
  if (isAlert(record)) return open(record, [fact]);
  if (PLACES.includes(fact)) return open(record, ["areas"]);
  if (fact === "positional") return [reasonField(record)];
  if (fact === "after_moving_minutes") return [reliefField(record)];
  if (fact === "circulation_signs_known") {
    const { severity } = record;
    const noPain =
      record.symptoms?.leg_pain === false || (severity !== null && severity < limit(rules, "limb_pain_severity"));
    return open(record, ["leg_changes", ...(noPain ? [] : ["symptoms.leg_pain", "severity"]), "symptoms.leg_weakness"]);
  }
  return open(record, [fact]);
}

function open(record: Episode | Alert, fields: readonly string[]): string[] {
  return fields.filter((field) => valueOf(record, field) === null);
}

/** What was answered; `null` when it was not asked. */
export function valueOf(record: Episode | Alert, field: string): unknown {
  const [name = "", code] = field.split(".");
  const value = (record as unknown as Record<string, unknown>)[name] ?? null;
  return code === undefined || value === null ? value : ((value as Record<string, unknown>)[code] ?? null);
}

/** Of what brought it on and what helped, the first that does not tell. */
function reasonField(episode: Episode): string {
  return episode.trigger === null || episode.trigger === "unsure" ? "trigger" : reliefField(episode);
}

function reliefField({ relief }: Episode): string {
  return relief === null || relief === "not_tried" ? "relief" : "relief_minutes";
}

function isPositional(episode: Episode, rules: Rules): boolean | null {
  return positional(episode, limit(rules, "positional_relief_minutes"));
}

function mayBeWalking(episode: Episode): boolean {
  const { trigger, relief, relief_minutes } = episode;
  if (trigger === null || trigger === "unsure") return true;
  if (trigger !== "walking") return false;
  return relief === null || relief === "not_tried" || (relief === "resting" && relief_minutes === null);
}

function isBrief(episode: Episode, rules: Rules): boolean {
  return episode.ended_at !== null && minutes(episode, new Date(episode.ended_at)) < limit(rules, "brief_minutes");
}

/** Of the episodes of the last 28 days, as the counts see them. */
function inMonth({ episodes, now, zone }: Asked, fields: (episode: Episode) => string[]): OpenField[] {
  const today = localDay(now.getTime(), zone);
  return during(episodes, now, addDays(today, -27), today).flatMap((record) =>
    fields(record).map((field) => ({ record, field })),
  );
}

/** The places of the episode, or of one that it may have climbed from. */
function placesBefore({ episodes, now }: Asked, record: Episode | Alert | undefined, days: number): OpenField[] {
  if (record === undefined || isAlert(record)) return [];
  const [day] = localSpan(record, now);
  const before = during(episodes, now, addDays(day, -days), day).filter(
    ({ id, started_at }) => id !== record.id && Date.parse(started_at) <= Date.parse(record.started_at),
  );
  return [record, ...before].filter(({ areas }) => areas === null).map((one) => ({ record: one, field: "areas" }));
}

function during(episodes: readonly Episode[], now: Date, first: Day, last: Day): Episode[] {
  return episodes.filter((episode) => {
    const [began, ended] = localSpan(episode, now);
    return ended >= first && began <= last;
  });
}

function factsOf({ when, remind }: Rule): string[] {
  return [...factNames(when), ...(remind?.or ? factNames(remind.or) : [])];
}

function factNames(when: Condition): string[] {
  return "fact" in when ? [when.fact] : ("all" in when ? when.all : when.any).flatMap(factNames);
}
