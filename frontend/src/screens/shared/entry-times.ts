/** Choosing when it started and stopped: the quick choices and the exact ones. */
import type { Day, Episode } from "../../model/types";
import { format, words } from "../../i18n";
import { history } from "../../i18n/history";
import { duration } from "../../i18n/dates";
import { instantsAt, isWallTime, localDay } from "../../time/zone";

const MINUTE = 60_000;
/** A start may be this far ahead of the phone's clock; clocks differ a little. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE;
const EARLIEST_MS = Date.UTC(1900, 0, 1);

type Times = Pick<Episode, "started_at" | "ended_at" | "start_precision">;
export type QuickChoice = { value: string; label: string; times: Partial<Times> };

/** Now, 15, 30, 60 min ago, woke with it. */
export function startChoices(now: Date): QuickChoice[] {
  const ago = (minutes: number): string => new Date(now.getTime() - minutes * MINUTE).toISOString();
  return [
    { value: "now", label: words.time.now, times: { started_at: ago(0), start_precision: "exact" } },
    ...[15, 30, 60].map((minutes) => ({
      value: String(minutes),
      label: format(words.log.ago, { count: minutes }),
      times: { started_at: ago(minutes), start_precision: "about" as const },
    })),
    { value: "woke", label: words.log.woke, times: { start_precision: "woke_with_it" } },
  ];
}

/** By the hour, on a day that has passed: nobody remembers the minute. */
const DAY_PARTS = { early: 5, morning: 9, noon: 12, afternoon: 15, evening: 19, night: 22 };

/** The parts of a day that has passed, and woke with it. */
export function pastDayStartChoices(day: Day, zone: string): QuickChoice[] {
  const at = (hour: number): string => atHour(day, hour, zone).toISOString();
  return [
    ...(Object.keys(DAY_PARTS) as (keyof typeof DAY_PARTS)[]).map((part) => ({
      value: part,
      label: history.parts[part],
      times: { started_at: at(DAY_PARTS[part]), start_precision: "about" as const },
    })),
    { value: "woke", label: words.log.woke, times: { started_at: at(7), start_precision: "woke_with_it" as const } },
  ];
}

/** When the clock in `zone` shows the full hour on that day; about then where the clocks skip it. */
export function atHour(day: Day, hour: number, zone: string): Date {
  const wall = `${day}T${String(hour).padStart(2, "0")}:00`;
  return instantsAt(wall, zone)[0] ?? new Date(`${wall}Z`);
}

/** The day in an address; `null` when it is none, or has not passed. */
export function parsePastDay(text: string, zone: string, now: Date): Day | null {
  return isWallTime(`${text}T12:00`) && text < localDay(now, zone) ? text : null;
}

const DURATIONS_MIN = [5, 15, 30, 60];
const AGO_MIN = [15, 30, 60];

/**
 * Still numb, now, or some time after the start (as far as that is in the past); for what the
 * times after the start do not reach, some time ago.
 */
export function endChoices(startedAt: string, now: Date): QuickChoice[] {
  const start = Date.parse(startedAt);
  const lastAfter = start + Math.max(...DURATIONS_MIN) * MINUTE;
  const ago = AGO_MIN.map((minutes) => ({ minutes, end: now.getTime() - minutes * MINUTE }))
    .filter(({ end }) => end > lastAfter)
    .map(({ minutes, end }) => ({
      value: `ago-${minutes}`,
      label: format(words.log.ago, { count: minutes }),
      times: { ended_at: new Date(end).toISOString() },
    }));
  const after = DURATIONS_MIN.map((minutes) => minutes * MINUTE)
    .filter((ms) => start + ms < now.getTime())
    .map((ms) => ({
      value: String(ms),
      label: format(words.log.after, { duration: duration(ms) }),
      times: { ended_at: new Date(start + ms).toISOString() },
    }));
  return [
    { value: "still", label: words.log.still, times: { ended_at: null } },
    { value: "now", label: words.log.just_now, times: { ended_at: now.toISOString() } },
    ...ago,
    ...after,
  ];
}

/** Of a day that has passed: some time after the start, or still numb. */
export function pastDayEndChoices(startedAt: string, now: Date): QuickChoice[] {
  const choices = endChoices(startedAt, now);
  const after = ({ value }: QuickChoice): boolean => Number(value) > 0;
  return [...choices.filter(after), ...choices.filter(({ value }) => value === "still")];
}

/** What is wrong with the times, in a sentence for each input; empty when nothing is. */
export function timeErrors(
  times: Pick<Episode, "started_at" | "ended_at">,
  now: Date,
): { start?: string; end?: string } {
  const start = Date.parse(times.started_at);
  const end = times.ended_at === null ? null : Date.parse(times.ended_at);
  const latest = now.getTime() + CLOCK_TOLERANCE_MS;
  if (start > latest) return { start: words.time.in_future };
  if (start < EARLIEST_MS) return { start: words.time.too_old };
  if (end !== null && end < start) return { end: words.time.end_before_start };
  if (end !== null && end > latest) return { end: words.time.in_future };
  return {};
}

/**
 * Reads what was typed into an exact input. Two instants when the clocks go back over that
 * time (the person chooses); a sentence when there is none.
 */
export function parseWallTime(text: string, zone: string): { instants: Date[] } | { error: string } {
  if (!isWallTime(text)) return { error: words.time.not_readable };
  const instants = instantsAt(text, zone);
  return instants.length > 0 ? { instants } : { error: words.time.no_such_time };
}
