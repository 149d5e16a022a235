/** Records as the rules read them, and their local days. `null` is "not asked". */

import type { Alert, Day, Episode } from "../model/types";
import { addDays, wallClock } from "../time/zone";

export { addDays };

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const POSITIONAL = new Set(["sitting", "standing", "crossed_legs", "kneeling", "lying"]);

/** Throws RangeError for a zone this device does not know: a day must not be guessed here. */
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

/** When it was over, in ms since 1970; Infinity while it goes on. Records are never changed in place. */
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
 * False when it was over before the last so many local days of any zone: told without asking
 * for a zone's clock, which costs far more. True still has to be looked at.
 */
export function mayTouchDays(record: Episode | Alert, now: Date, days: number): boolean {
  // Zones differ by 26 hours at most, and the first of the days began up to 24 hours before.
  return !(endMs(record) < now.getTime() - (days + 2) * DAY);
}

/** Whether a position explains it; `null` when an answer that could decide was not given. */
export function isPositional(episode: Episode, reliefWithinMinutes: number): boolean | null {
  const { trigger, relief, relief_minutes } = episode;
  return allTrue(
    trigger === null || trigger === "unsure" ? null : POSITIONAL.has(trigger),
    relief === null || relief === "not_tried" ? null : relief === "moving",
    relief_minutes === null ? null : relief_minutes <= reliefWithinMinutes,
  );
}

/** Whether all are yes; one no decides, whatever was not asked. */
export function allTrue(...answers: (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

const isoDay = (wallClockEnd: number): Day => new Date(wallClockEnd).toISOString().slice(0, 10);
