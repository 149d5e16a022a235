/** Durations and local days of records, for the rules. `null` means "not asked". */

import type { Alert, Day, Episode } from "../model/types";
import { addDays, wallClock } from "../time/zone";

export { addDays };

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const POSITIONAL = new Set(["sitting", "standing", "crossed_legs", "kneeling", "lying"]);

/** @throws RangeError for a zone unknown to this device, since the rules must not guess a day */
export function strictLocalDay(moment: number, zone: string): Day {
  return isoDay(wallClock(moment, zone));
}

export function isAlert(record: Episode | Alert): record is Alert {
  return "noticed_at" in record;
}

/** Whole minutes it lasted, or has lasted until `now`. */
export function durationMinutes(episode: Episode, now: Date): number {
  const end = episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at);
  return Math.floor(Math.max(0, end - Date.parse(episode.started_at)) / MINUTE);
}

/** First and last local day it touches; an end at local midnight does not touch the day after. */
export function localDaySpan(episode: Episode, now: Date): [Day, Day] {
  const start = Date.parse(episode.started_at);
  const end = Math.max(start, episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at));
  const first = strictLocalDay(start, episode.zone);
  const wallClockEnd = wallClock(end, episode.zone);
  const last = isoDay(wallClockEnd);
  return [first, last > first && wallClockEnd % DAY === 0 ? addDays(last, -1) : last];
}

const endCache = new WeakMap<Episode | Alert, number>();

/** End in ms since 1970; Infinity while ongoing. Cached, since records are immutable. */
export function endMs(record: Episode | Alert): number {
  let end = endCache.get(record);
  if (end === undefined) {
    if (isAlert(record)) end = Date.parse(record.noticed_at);
    else if (record.ended_at === null) end = Infinity;
    else end = Math.max(Date.parse(record.started_at), Date.parse(record.ended_at));
    endCache.set(record, end);
  }
  return end;
}

/**
 * Fast pre-filter without zone conversion: false if the record ended before the last `days` local
 * days in every zone; true needs an exact check.
 */
export function mayTouchDays(record: Episode | Alert, now: Date, days: number): boolean {
  // Zones differ by 26 hours at most, and the first of the days began up to 24 hours before.
  return !(endMs(record) < now.getTime() - (days + 2) * DAY);
}

/** True if a position explains the numbness; `null` if a decisive answer is missing. */
export function isPositional(episode: Episode, reliefWithinMinutes: number): boolean | null {
  const { trigger, relief, relief_minutes } = episode;
  return allTrue(
    trigger === null || trigger === "unsure" ? null : POSITIONAL.has(trigger),
    relief === null || relief === "not_tried" ? null : relief === "moving",
    relief_minutes === null ? null : relief_minutes <= reliefWithinMinutes,
  );
}

/** Three-valued AND: false if any is false, else `null` if any is `null`. */
export function allTrue(...answers: (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

const isoDay = (wallClockEnd: number): Day => new Date(wallClockEnd).toISOString().slice(0, 10);
