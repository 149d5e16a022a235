/** Format times, days and durations in the locale. */
import type { Day } from "../model/types";
import { formatPlural, format, locale, sentenceStart, words } from ".";
import { addDays, localDay, displayZone } from "../time/zone";

const MINUTE = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Cached: constructing a formatter is far slower than formatting. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let cached = formats.get(key);
  if (cached === undefined) {
    cached = new Intl.DateTimeFormat(locale, options);
    formats.set(key, cached);
  }
  return cached;
}

/** A day has no zone: format it at noon UTC. */
function formatDay(day: Day, options: Intl.DateTimeFormatOptions): string {
  return formatter({ timeZone: "UTC", ...options }).format(new Date(`${day}T12:00:00Z`));
}

/** "03:10" or "3:10 AM" on the clock in `zone`. */
export function clockTime(instant: Date, zone: string): string {
  return formatter({ timeZone: displayZone(zone), timeStyle: "short" }).format(instant);
}

/** "Today", "Yesterday", or "Monday 23 November" (with the year when it is another one). */
export function dayName(day: Day, today: Day): string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (day === today) return sentenceStart(relative.format(0, "day"));
  if (day === addDays(today, -1)) return sentenceStart(relative.format(-1, "day"));
  return sentenceStart(longDay(day, today));
}

/** "Monday 23 November", with the year when it is not that of `today`; as it stands inside a sentence. */
export function longDay(day: Day, today: Day): string {
  const otherYear = day.slice(0, 4) !== today.slice(0, 4);
  return formatDay(day, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(otherYear ? { year: "numeric" } : {}),
  });
}

/** "23 Nov", for lists. */
export function shortDay(day: Day): string {
  return formatDay(day, { day: "numeric", month: "short" });
}

/** "23 Nov 2026". */
export function dayWithYear(day: Day): string {
  return formatDay(day, { day: "numeric", month: "short", year: "numeric" });
}

/** "19–25 Nov 2026". */
export function dayRange(first: Day, last: Day): string {
  const noon = (day: Day): Date => new Date(`${day}T12:00:00Z`);
  return formatter({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).formatRange(
    noon(first),
    noon(last),
  );
}

/** "November 2026", of any day in it; as it stands inside a sentence. */
export function monthName(day: Day): string {
  return formatDay(day, { month: "long", year: "numeric" });
}

/** "Mon", for the week strip. */
export function weekday(day: Day): string {
  return formatDay(day, { weekday: "short" });
}

/** "Monday". */
export function longWeekday(day: Day): string {
  return formatDay(day, { weekday: "long" });
}

/** "03:10" today, else with the day: "yesterday, 03:10", "23 Nov, 03:10"; as it stands inside a sentence. */
export function dayAndTime(instant: Date, zone: string, now: Date): string {
  const day = localDay(instant, zone);
  const today = localDay(now, zone);
  const time = clockTime(instant, zone);
  if (day === today) return time;
  if (day === addDays(today, -1)) return format(words.time.yesterday, { time });
  const otherYear = day.slice(0, 4) !== today.slice(0, 4);
  return formatter({
    timeZone: displayZone(zone),
    day: "numeric",
    month: "short",
    ...(otherYear ? { year: "numeric" } : {}),
    hour: "numeric",
    minute: "2-digit",
  }).format(instant);
}

/** "less than 1 min", "7 min", "1 h 5 min", "2 d 3 h". Seconds are dropped, not rounded up. */
export function duration(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE);
  if (minutes < 1) return words.time.less_than_minute;
  if (minutes < 60) return format(words.time.minutes, { count: minutes });
  const hours = Math.floor(minutes / 60);
  const restMinutes = minutes % 60;
  if (hours < 24) {
    return restMinutes === 0
      ? format(words.time.hours, { count: hours })
      : format(words.time.hours_minutes, { hours, minutes: restMinutes });
  }
  const days = Math.floor(hours / 24);
  const restHours = hours % 24;
  if (restHours !== 0) return format(words.time.days_hours, { days, hours: restHours });
  return formatPlural(words.time.days, days);
}

/** "0:07", "12:40", "1:05:09": a timer's face. */
export function timerText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const twoDigits = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`
    : `${minutes}:${twoDigits(seconds % 60)}`;
}

/** "340 kB", "1.2 GB". */
export function fileSize(count: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(1, count)) / 3), units.length - 1);
  const value = count / 1_000 ** power;
  const options = { style: "unit", unit: units[power], maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, options).format(value);
}
