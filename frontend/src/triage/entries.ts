/** Records as the rules read them, and their local days. `null` is "not asked". */

import type { Alert, Day, Episode } from "../store/types";

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const POSITIONAL = new Set(["sitting", "standing", "crossed_legs", "kneeling", "lying"]);
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local time in a zone at a moment, as if it were UTC: its date is the local day. */
function wallClock(moment: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "iso8601", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const at = (name: string): number => part[name] ?? NaN;
  const milliseconds = ((moment % 1000) + 1000) % 1000;
  return Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"), milliseconds);
}

export function localDay(moment: number, zone: string): Day {
  return new Date(wallClock(moment, zone)).toISOString().slice(0, 10);
}

/** A day so many days later; negative is earlier. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
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
  const last = new Date(clock).toISOString().slice(0, 10);
  return [first, last > first && clock % DAY === 0 ? addDays(last, -1) : last];
}

/** Whether a position explains it; `null` when an answer that could decide was not given. */
export function positional(episode: Episode, reliefWithinMinutes: number): boolean | null {
  if (episode.trigger === null || episode.trigger === "unsure") return null;
  if (!POSITIONAL.has(episode.trigger)) return false;
  if (episode.relief === null || episode.relief === "not_tried") return null;
  if (episode.relief !== "moving") return false;
  return episode.relief_minutes === null ? null : episode.relief_minutes <= reliefWithinMinutes;
}
