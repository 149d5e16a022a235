/** Records as the rules read them, and their local days. `null` is "not asked". */

import type { Alert, Day, Episode } from "../model/types";
import { addDays, wallClock } from "../time/zone";

export { addDays };

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const POSITIONAL = new Set(["sitting", "standing", "crossed_legs", "kneeling", "lying"]);

/** Throws RangeError for a zone this device does not know: a day must not be guessed here. */
export function localDay(moment: number, zone: string): Day {
  return isoDay(wallClock(moment, zone));
}

export function isAlert(record: Episode | Alert): record is Alert {
  return "noticed_at" in record;
}

/** Whole minutes it lasted, or has lasted until `now`. */
export function minutes(episode: Episode, now: Date): number {
  const end = episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at);
  return Math.floor(Math.max(0, end - Date.parse(episode.started_at)) / MINUTE);
}

/** First and last local day it touches; an end at local midnight does not touch the day after. */
export function localSpan(episode: Episode, now: Date): [Day, Day] {
  const start = Date.parse(episode.started_at);
  const end = Math.max(start, episode.ended_at === null ? now.getTime() : Date.parse(episode.ended_at));
  const first = localDay(start, episode.zone);
  const clock = wallClock(end, episode.zone);
  const last = isoDay(clock);
  return [first, last > first && clock % DAY === 0 ? addDays(last, -1) : last];
}

const overAt = new WeakMap<Episode | Alert, number>();

/** When it was over, in ms since 1970; Infinity while it goes on. Records are never changed in place. */
export function over(record: Episode | Alert): number {
  let known = overAt.get(record);
  if (known === undefined) {
    if (isAlert(record)) known = Date.parse(record.noticed_at);
    else if (record.ended_at === null) known = Infinity;
    else known = Math.max(Date.parse(record.started_at), Date.parse(record.ended_at));
    overAt.set(record, known);
  }
  return known;
}

/**
 * False when it was over before the last so many local days of any zone: told without asking
 * for a zone's clock, which costs far more. True still has to be looked at.
 */
export function mayTouch(record: Episode | Alert, now: Date, days: number): boolean {
  // Zones differ by 26 hours at most, and the first of the days began up to 24 hours before.
  return !(over(record) < now.getTime() - (days + 2) * DAY);
}

/** Whether a position explains it; `null` when an answer that could decide was not given. */
export function positional(episode: Episode, reliefWithinMinutes: number): boolean | null {
  const { trigger, relief, relief_minutes } = episode;
  return every(
    trigger === null || trigger === "unsure" ? null : POSITIONAL.has(trigger),
    relief === null || relief === "not_tried" ? null : relief === "moving",
    relief_minutes === null ? null : relief_minutes <= reliefWithinMinutes,
  );
}

/** Whether all are yes; one no decides, whatever was not asked. */
export function every(...answers: (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

const isoDay = (clock: number): Day => new Date(clock).toISOString().slice(0, 10);
