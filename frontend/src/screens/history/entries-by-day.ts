/** The diary as entries on local days, newest first. */
import type { Alert, Day, Episode } from "../../model/types";
import { addDays, localDay } from "../../time/zone";
import { episodesByDay } from "../shared/day-states";

/** One thing that is listed: `key` is its own, `at` orders those of a day. */
export type DayEntry = { key: string; day: Day; at: number } & (
  { kind: "episode"; episode: Episode } | { kind: "alert"; alert: Alert } | { kind: "check_in" }
);
export interface Diary {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  checkIns: readonly Day[];
}

/** Each record on the local day of its start, in its own zone; the latest of the latest day first. */
export function listEntries({ episodes, alerts, checkIns }: Diary): DayEntry[] {
  return sortLatestFirst([
    ...episodes.map((episode) => episodeEntry(episode)),
    ...alerts.map(alertEntry),
    ...checkIns.map(checkInEntry),
  ]);
}

/** What belongs to one day: every episode that touches it, also those that began before. */
export function entriesOn({ episodes, alerts, checkIns }: Diary, day: Day, now: Date): DayEntry[] {
  return sortLatestFirst([
    ...(episodesByDay(episodes, day, day, now).get(day) ?? []).map((episode) => episodeEntry(episode, day)),
    ...alertsBetween(alerts, day, day).map(alertEntry),
    ...checkIns.filter((checkInDay) => checkInDay === day).map(checkInEntry),
  ]);
}

/** Alerts whose local day is one of these. */
export function alertsBetween(alerts: readonly Alert[], first: Day, last: Day): Alert[] {
  return alerts.filter((alert) => {
    if (alert.noticed_at < addDays(first, -1) || alert.noticed_at >= addDays(last, 2)) return false;
    const day = localDayOf(alert.noticed_at, alert.zone);
    return day >= first && day <= last;
  });
}

/** Those of one day stand together already. */
export function groupByDay(entries: readonly DayEntry[]): { day: Day; entries: DayEntry[] }[] {
  const days: { day: Day; entries: DayEntry[] }[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last?.day === entry.day) last.entries.push(entry);
    else days.push({ day: entry.day, entries: [entry] });
  }
  return days;
}

export const localDayOf = (instant: string, zone: string): Day => localDay(new Date(instant), zone);

function episodeEntry(episode: Episode, day = localDayOf(episode.started_at, episode.zone)): DayEntry {
  return { kind: "episode", key: episode.id, day, at: Date.parse(episode.started_at), episode };
}

function alertEntry(alert: Alert): DayEntry {
  const day = localDayOf(alert.noticed_at, alert.zone);
  return { kind: "alert", key: alert.id, day, at: Date.parse(alert.noticed_at), alert };
}

function checkInEntry(day: Day): DayEntry {
  return { kind: "check_in", key: day, day, at: -Infinity };
}

function sortLatestFirst(entries: DayEntry[]): DayEntry[] {
  return entries.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : b.at - a.at));
}
