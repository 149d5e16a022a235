/** From records to facts. The mirror of triage/facts.py; `null` is "not asked". */

import type { Alert, Day, EmergencySign, Episode, LegChange, Symptom } from "../model/types";
import { DAY, addDays, every, isAlert, localDay, localSpan, mayTouch, minutes, positional } from "./entries";
import { type Background, backgroundFacts } from "./background-facts";
import { type Fact, type Rules, limit } from "./conditions";
import type { Subject } from "./engine";
import { bounds, patternSubjects, risen } from "./patterns";
import { placeFacts } from "./areas";

export const EMERGENCY_SIGNS: readonly EmergencySign[] = [
  "injury",
  "cannot_move_or_walk",
  "bladder_or_bowel",
  "confusion",
  "loss_of_consciousness",
  "slurred_speech",
  "vision",
];
const SYMPTOMS: readonly Symptom[] = [
  "leg_pain",
  "back_pain",
  "back_pain_shooting",
  "anxiety",
  "muscle_spasm",
  "difficulty_sitting_standing",
  "leg_weakness",
  "dizziness",
  "rash",
  "blister_rash",
  "muscle_cramps",
  "breathless",
  "chest_pain",
  "severe_headache",
  "imbalance",
];
type Facts = Record<string, Fact>;

/**
 * Everything the rules are asked of in the whole diary. Records of the last 28 days give
 * all their facts, older ones only the emergency signs that were there.
 */
export function diarySubjects(
  episodes: readonly Episode[],
  alerts: readonly Alert[],
  background: Background,
  now: Date,
  zone: string,
  rules: Rules,
): Subject[] {
  const today = localDay(now.getTime(), zone);
  const window = limit(rules, "recent_entry_days");
  const recent = addDays(today, 1 - window);
  const lastDay = (record: Episode | Alert): Day =>
    isAlert(record) ? localDay(Date.parse(record.noticed_at), record.zone) : localSpan(record, now)[1];
  const isWhole = (record: Episode | Alert): boolean => mayTouch(record, now, window) && lastDay(record) >= recent;
  const whole = new Set(episodes.filter(isWhole).map(({ id }) => id));
  const open = episodes.filter((episode) => whole.has(episode.id) && lookedAt(episode) === null);
  const higher = risen(episodes, new Set(open.map(({ id }) => id)), now, rules);
  const own = episodes.flatMap((episode) => {
    const at = lookedAt(episode);
    if (at !== null) return whole.has(episode.id) ? since(episode, at, now) : [];
    if (!whole.has(episode.id)) return signs(episode, now, rules);
    const alone = entrySubject(episode, now, rules);
    const seen = backgroundFacts(background, rules.names, ...localSpan(episode, now));
    return [{ ...alone, facts: { ...alone.facts, ...seen, ...higher.get(episode.id) } }];
  });
  const signed = alerts.flatMap((alert) =>
    isWhole(alert) ? [entrySubject(alert, now, rules)] : signs(alert, now, rules),
  );
  const counted = episodes.filter((episode) => mayTouch(episode, now, 28));
  return [...own, ...signed, ...historySubjects(counted, now, today, rules)];
}

/** What the rules are asked of one record alone: of what a clinician has looked at, the time since. */
export function entrySubjects(record: Episode | Alert, now: Date, rules: Rules): Subject[] {
  const at = isAlert(record) ? null : lookedAt(record);
  return at === null || isAlert(record) ? [entrySubject(record, now, rules)] : since(record, at, now);
}

/** One episode or alert as the rules see it; `days` is the local day it began on. */
export function entrySubject(record: Episode | Alert, now: Date, rules: Rules): Subject {
  const facts: Facts = {};
  for (const sign of EMERGENCY_SIGNS) facts[`red_flags.${sign}`] = record.red_flags?.[sign] ?? null;
  facts["saddle_signs"] = saddleSigns(record);
  if (isAlert(record)) {
    const noticed = Date.parse(record.noticed_at);
    facts["days_since_over"] = Math.max(0, now.getTime() - noticed) / DAY;
    return { facts, episodes: [], alerts: [record.id], days: [localDay(noticed, record.zone)] };
  }
  const over = record.ended_at === null ? now.getTime() : Date.parse(record.ended_at);
  facts["days_since_over"] = Math.max(0, now.getTime() - over) / DAY;
  facts["duration_minutes"] = minutes(record, now);
  facts["after_moving_minutes"] = afterMoving(record, now);
  facts["days_since_start"] = Math.max(0, now.getTime() - Date.parse(record.started_at)) / DAY;
  facts["positional"] = positional(record, limit(rules, "positional_relief_minutes"));
  const { onset, trigger, areas, sensations, leg_changes } = record;
  Object.assign(facts, { onset, trigger, areas, sensations, leg_changes });
  for (const code of SYMPTOMS) facts[`symptoms.${code}`] = record.symptoms?.[code] ?? null;
  Object.assign(facts, placeFacts(areas), circulation(record, limit(rules, "limb_pain_severity")));
  return { facts, episodes: [record.id], alerts: [], days: [localSpan(record, now)[0]] };
}

/** Episode days in 7 and 28, and those no position explains. Counts are lower bounds. */
export function historySubjects(episodes: readonly Episode[], now: Date, today: Day, rules: Rules): Subject[] {
  const month = new Map<string, Day[]>();
  const positions = new Map<string, boolean | null>();
  for (const episode of episodes) {
    const days = inWindow(episode, now, addDays(today, -27), today);
    if (days.length === 0) continue;
    month.set(episode.id, days);
    positions.set(episode.id, positional(episode, limit(rules, "positional_relief_minutes")));
  }
  const keep = (test: (id: string, day: Day) => boolean): Map<string, Day[]> =>
    new Map(
      [...month]
        .map(([id, days]): [string, Day[]] => [id, days.filter((day) => test(id, day))])
        .filter(([, days]) => days.length > 0),
    );
  const week = keep((_, day) => day > addDays(today, -7));
  const without = keep((id) => positions.get(id) === false);
  const possible = keep((id) => positions.get(id) !== true);
  return [
    counted(week, { episode_days_7: distinct(week).length }),
    counted(month, { episode_days_28: distinct(month).length }),
    counted(without, {
      not_positional_days_28: distinct(without).length,
      not_positional_days_possible_28: distinct(possible).length,
      positions_all_known: [...positions.values()].includes(null) ? null : true,
    }),
    ...patternSubjects(
      episodes.filter(({ id }) => month.has(id)),
      month,
      rules,
    ),
  ];
}

function counted(days: Map<string, Day[]>, facts: Facts): Subject {
  return { facts, episodes: [...days.keys()], alerts: [], days: distinct(days) };
}

function distinct(days: Map<string, Day[]>): Day[] {
  return [...new Set([...days.values()].flat())].sort();
}

function inWindow(episode: Episode, now: Date, first: Day, last: Day): Day[] {
  const [began, ended] = localSpan(episode, now);
  const days: Day[] = [];
  const end = ended < last ? ended : last;
  for (let day = began > first ? began : first; day <= end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Minutes still there after moving: as answered, or all of it when nothing helped. */
function afterMoving(episode: Episode, now: Date): number | null {
  if (episode.relief === "nothing") return minutes(episode, now);
  return episode.relief === "not_tried" ? null : episode.relief_minutes;
}

/** Numb between the legs, ticked or among the places, or hard to start to pass urine. */
function saddleSigns(record: Episode | Alert): boolean | null {
  const { saddle_numbness, difficulty_urinating } = record.red_flags ?? {};
  const answers = [saddle_numbness ?? null, difficulty_urinating ?? null];
  if (!isAlert(record)) answers.push(inSaddle(record));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

/** An alert does not ask for places. */
function inSaddle(record: Episode | Alert): boolean | null {
  return isAlert(record) || record.areas === null ? null : record.areas.includes("middle.saddle");
}

/** When a clinician looked at it; a look before it began was not at this one. */
function lookedAt({ clinician_assessed_at, started_at }: Episode): number | null {
  const at = clinician_assessed_at === null ? NaN : Date.parse(clinician_assessed_at);
  return at >= Date.parse(started_at) ? at : null;
}

/** What a clinician has looked at gives only how long it has gone on since. */
function since(episode: Episode, lookedAt: number, now: Date): Subject[] {
  const end = episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at);
  if (end <= lookedAt) return [];
  const rest = { ...episode, started_at: new Date(lookedAt).toISOString() };
  const days = [localDay(lookedAt, episode.zone)];
  return [{ facts: { duration_minutes: minutes(rest, now) }, episodes: [episode.id], alerts: [], days }];
}

/** How many of the signs of a leg short of blood: cold, pale, a bad pain, weak. */
function circulation({ leg_changes, symptoms, severity }: Episode, severe: number): Facts {
  const has = (change: LegChange): boolean | null => (leg_changes === null ? null : leg_changes.includes(change));
  const answers = [
    has("cold"),
    has("pale_or_blue"),
    every(symptoms?.leg_pain ?? null, severity === null ? null : severity >= severe),
    symptoms?.leg_weakness ?? null,
  ];
  const count = (wanted: boolean | null): number => answers.filter((answer) => answer === wanted).length;
  return bounds("circulation_signs", count(true), count(null));
}

/** The emergency signs that were there: what was not asked of an old record stays closed. */
function signs(record: Episode | Alert, now: Date, rules: Rules): Subject[] {
  const seen = (record.red_flags !== null && Object.values(record.red_flags).includes(true)) || inSaddle(record);
  if (!seen) return []; // nothing to ask rules of
  const alone = entrySubject(record, now, rules);
  const kept = Object.entries(alone.facts).filter(
    ([name, fact]) =>
      name === "days_since_over" || (fact === true && (name.startsWith("red_flags.") || name === "saddle_signs")),
  );
  return [{ ...alone, facts: Object.fromEntries(kept) }];
}
