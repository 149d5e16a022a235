/** Facts from records. Mirrors triage/facts/entry.py; `null` means "not asked". */

import type { Alert, Day, EmergencySign, Episode, LegChange, Symptom } from "../model/types";
import {
  DAY,
  addDays,
  allTrue,
  isAlert,
  strictLocalDay,
  localDaySpan,
  mayTouchDays,
  durationMinutes,
  isPositional,
} from "./entries";
import { type Background, backgroundFacts } from "./background-facts";
import { type Fact, type Rules, thresholdValue } from "./conditions";
import type { Subject } from "./engine";
import { countFacts, patternSubjects, spreadFacts } from "./patterns";
import { areaFacts } from "./areas";

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
  "facial_droop",
  "arm_weakness",
  "difficulty_swallowing",
  "fever",
];
type Facts = Record<string, Fact>;

/**
 * Subjects of the whole diary. Records of the last 28 days have all facts, older ones only their
 * positive emergency signs.
 */
export function diarySubjects(
  episodes: readonly Episode[],
  alerts: readonly Alert[],
  background: Background,
  now: Date,
  zone: string,
  rules: Rules,
): Subject[] {
  const today = strictLocalDay(now.getTime(), zone);
  const window = thresholdValue(rules, "recent_entry_days");
  const recent = addDays(today, 1 - window);
  const lastDay = (record: Episode | Alert): Day =>
    isAlert(record) ? strictLocalDay(Date.parse(record.noticed_at), record.zone) : localDaySpan(record, now)[1];
  const isRecent = (record: Episode | Alert): boolean => mayTouchDays(record, now, window) && lastDay(record) >= recent;
  const recentIds = new Set(episodes.filter(isRecent).map(({ id }) => id));
  const open = episodes.filter((episode) => recentIds.has(episode.id) && reviewedAt(episode) === null);
  const spread = spreadFacts(episodes, new Set(open.map(({ id }) => id)), now, rules);
  const episodeSubjects = episodes.flatMap((episode) => {
    const at = reviewedAt(episode);
    if (at !== null) return recentIds.has(episode.id) ? sinceReview(episode, at, now) : [];
    if (!recentIds.has(episode.id)) return signSubjects(episode, now, rules);
    const entry = entrySubject(episode, now, rules);
    const backgroundOfEntry = backgroundFacts(background, rules.names, ...localDaySpan(episode, now));
    return [{ ...entry, facts: { ...entry.facts, ...backgroundOfEntry, ...spread.get(episode.id) } }];
  });
  const alertSubjects = alerts.flatMap((alert) =>
    isRecent(alert) ? [entrySubject(alert, now, rules)] : signSubjects(alert, now, rules),
  );
  const episodesToCount = episodes.filter((episode) => mayTouchDays(episode, now, 28));
  return [...episodeSubjects, ...alertSubjects, ...historySubjects(episodesToCount, now, today, rules)];
}

/** Subjects of a single record: if a clinician assessed it, only the time since. */
export function entrySubjects(record: Episode | Alert, now: Date, rules: Rules): Subject[] {
  const at = isAlert(record) ? null : reviewedAt(record);
  return at === null || isAlert(record) ? [entrySubject(record, now, rules)] : sinceReview(record, at, now);
}

/** Facts of one episode or alert; `days` is the local day it began on. */
export function entrySubject(record: Episode | Alert, now: Date, rules: Rules): Subject {
  const facts: Facts = {};
  for (const sign of EMERGENCY_SIGNS) facts[`red_flags.${sign}`] = record.red_flags?.[sign] ?? null;
  facts["saddle_signs"] = saddleSigns(record);
  if (isAlert(record)) {
    const noticed = Date.parse(record.noticed_at);
    facts["days_since_over"] = Math.max(0, now.getTime() - noticed) / DAY;
    return { facts, episodes: [], alerts: [record.id], days: [strictLocalDay(noticed, record.zone)] };
  }
  const end = record.ended_at === null ? now.getTime() : Date.parse(record.ended_at);
  facts["days_since_over"] = Math.max(0, now.getTime() - end) / DAY;
  facts["duration_minutes"] = durationMinutes(record, now);
  facts["after_moving_minutes"] = minutesAfterMoving(record, now);
  facts["days_since_start"] = Math.max(0, now.getTime() - Date.parse(record.started_at)) / DAY;
  facts["positional"] = isPositional(record, thresholdValue(rules, "positional_relief_minutes"));
  const { onset, trigger, areas, sensations, leg_changes } = record;
  Object.assign(facts, { onset, trigger, areas, sensations, leg_changes });
  for (const code of SYMPTOMS) facts[`symptoms.${code}`] = record.symptoms?.[code] ?? null;
  Object.assign(facts, areaFacts(areas), circulationFacts(record, thresholdValue(rules, "limb_pain_severity")));
  return { facts, episodes: [record.id], alerts: [], days: [localDaySpan(record, now)[0]] };
}

/** Episode days in 7 and 28 days, and those without a positional cause. Counts are lower bounds. */
export function historySubjects(episodes: readonly Episode[], now: Date, today: Day, rules: Rules): Subject[] {
  const month = new Map<string, Day[]>();
  const positions = new Map<string, boolean | null>();
  for (const episode of episodes) {
    const days = daysInWindow(episode, now, addDays(today, -27), today);
    if (days.length === 0) continue;
    month.set(episode.id, days);
    positions.set(episode.id, isPositional(episode, thresholdValue(rules, "positional_relief_minutes")));
  }
  const filterDays = (test: (id: string, day: Day) => boolean): Map<string, Day[]> =>
    new Map(
      [...month]
        .map(([id, days]): [string, Day[]] => [id, days.filter((day) => test(id, day))])
        .filter(([, days]) => days.length > 0),
    );
  const week = filterDays((_, day) => day > addDays(today, -7));
  const notPositional = filterDays((id) => positions.get(id) === false);
  const possible = filterDays((id) => positions.get(id) !== true);
  return [
    counted(week, { episode_days_7: distinctDays(week).length }),
    counted(month, { episode_days_28: distinctDays(month).length }),
    counted(notPositional, {
      not_positional_days_28: distinctDays(notPositional).length,
      not_positional_days_possible_28: distinctDays(possible).length,
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
  return { facts, episodes: [...days.keys()], alerts: [], days: distinctDays(days) };
}

function distinctDays(days: Map<string, Day[]>): Day[] {
  return [...new Set([...days.values()].flat())].sort();
}

function daysInWindow(episode: Episode, now: Date, first: Day, last: Day): Day[] {
  const [firstDay, lastDay] = localDaySpan(episode, now);
  const days: Day[] = [];
  const end = lastDay < last ? lastDay : last;
  for (let day = firstDay > first ? firstDay : first; day <= end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Minutes of numbness after moving: as answered, or the whole duration if nothing helped. */
function minutesAfterMoving(episode: Episode, now: Date): number | null {
  if (episode.relief === "nothing") return durationMinutes(episode, now);
  return episode.relief === "not_tried" ? null : episode.relief_minutes;
}

/** Saddle numbness, as a sign or an area, or difficulty urinating. */
function saddleSigns(record: Episode | Alert): boolean | null {
  const { saddle_numbness, difficulty_urinating } = record.red_flags ?? {};
  const answers = [saddle_numbness ?? null, difficulty_urinating ?? null];
  if (!isAlert(record)) answers.push(hasSaddleArea(record));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

/** Alerts have no areas. */
function hasSaddleArea(record: Episode | Alert): boolean | null {
  return isAlert(record) || record.areas === null ? null : record.areas.includes("middle.saddle");
}

/** When a clinician assessed it; an assessment before its start does not count. */
function reviewedAt({ clinician_assessed_at, started_at }: Episode): number | null {
  const at = clinician_assessed_at === null ? NaN : Date.parse(clinician_assessed_at);
  return at >= Date.parse(started_at) ? at : null;
}

/** After a clinician's assessment only the duration since then counts. */
function sinceReview(episode: Episode, reviewedAt: number, now: Date): Subject[] {
  const end = episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at);
  if (end <= reviewedAt) return [];
  const remaining = { ...episode, started_at: new Date(reviewedAt).toISOString() };
  const days = [strictLocalDay(reviewedAt, episode.zone)];
  return [{ facts: { duration_minutes: durationMinutes(remaining, now) }, episodes: [episode.id], alerts: [], days }];
}

/** Number of signs of limb ischemia: cold, pale, severe pain, weakness. */
function circulationFacts({ leg_changes, symptoms, severity }: Episode, minSeverity: number): Facts {
  const has = (change: LegChange): boolean | null => (leg_changes === null ? null : leg_changes.includes(change));
  const answers = [
    has("cold"),
    has("pale_or_blue"),
    allTrue(symptoms?.leg_pain ?? null, severity === null ? null : severity >= minSeverity),
    symptoms?.leg_weakness ?? null,
  ];
  const count = (expected: boolean | null): number => answers.filter((answer) => answer === expected).length;
  return countFacts("circulation_signs", count(true), count(null));
}

/** Positive emergency signs of an old record; its missing answers do not count as unknown. */
function signSubjects(record: Episode | Alert, now: Date, rules: Rules): Subject[] {
  const hasSign =
    (record.red_flags !== null && Object.values(record.red_flags).includes(true)) || hasSaddleArea(record);
  if (!hasSign) return []; // no subject
  const entry = entrySubject(record, now, rules);
  const signFacts = Object.entries(entry.facts).filter(
    ([name, fact]) =>
      name === "days_since_over" || (fact === true && (name.startsWith("red_flags.") || name === "saddle_signs")),
  );
  return [{ ...entry, facts: Object.fromEntries(signFacts) }];
}
