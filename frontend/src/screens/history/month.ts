/** The days of a month, and where they stand in its weeks. */
import type { Day } from "../../model/types";
import { addDays, daysFrom } from "../../time/zone";
import { positiveSigns } from "../../i18n/episode-text";
import { type DayState, episodesByDay, dayState } from "../shared/day-states";
import { alertsBetween, localDayOf, type Diary } from "./entries-by-day";

/** `YYYY-MM` */
export type Month = string;

export interface MonthDay {
  day: Day;
  state: DayState;
  /** Episodes that touch it. */
  episodes: number;
  /** Emergency signs were noticed, with an episode that began on it or without one. */
  signs: boolean;
}

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): Day => `${month}-01`;
export const lastDayOf = (month: Month): Day => addDays(firstDayOf(addMonths(month, 1)), -1);

export function addMonths(month: Month, months: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}

/** The same day of another month, or its last when it has none such. */
export function addMonthsToDay(day: Day, months: number): Day {
  const month = addMonths(monthOf(day), months);
  const target = `${month}${day.slice(7)}`;
  return target > lastDayOf(month) ? lastDayOf(month) : target;
}

/** What is known of each day of the month, first to last. */
export function monthDays({ episodes, alerts, checkIns }: Diary, month: Month, now: Date): MonthDay[] {
  const [first, last] = [firstDayOf(month), lastDayOf(month)];
  const numb = episodesByDay(episodes, first, last, now);
  const free = new Set(checkIns);
  const daysWithSigns = new Set(
    alertsBetween(alerts, first, last).map(({ noticed_at, zone }) => localDayOf(noticed_at, zone)),
  );
  for (const { red_flags, started_at, zone } of [...numb.values()].flat()) {
    if (positiveSigns(red_flags).length > 0) daysWithSigns.add(localDayOf(started_at, zone));
  }
  return daysFrom(first, last).map((day) => ({
    day,
    state: dayState(day, numb, free),
    episodes: numb.get(day)?.length ?? 0,
    signs: daysWithSigns.has(day),
  }));
}

/** The days in rows of seven; `null` where the week reaches into another month. `firstDay` is 1 (Monday) to 7. */
export function splitIntoWeeks<T extends { day: Day }>(days: readonly T[], firstDay: number): (T | null)[][] {
  const leading = days[0] ? (isoWeekday(days[0].day) - firstDay + 7) % 7 : 0;
  const cells: (T | null)[] = [...Array<null>(leading).fill(null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, n) => cells.slice(7 * n, 7 * n + 7));
}

/** The first or the last day of the week in which `day` is. */
export function weekEnd(day: Day, firstDay: number, end: "first" | "last"): Day {
  const offset = (isoWeekday(day) - firstDay + 7) % 7;
  return addDays(day, end === "first" ? -offset : 6 - offset);
}

/** 1 is Monday, 7 Sunday. */
function isoWeekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The month of the first thing in the diary; `undefined` when there is none. */
export function firstMonth({ episodes, alerts, checkIns }: Diary): Month | undefined {
  const [episode, alert, checkIn] = [episodes.at(-1), alerts.at(-1), checkIns[0]];
  const days = [
    episode && localDayOf(episode.started_at, episode.zone),
    alert && localDayOf(alert.noticed_at, alert.zone),
    checkIn,
  ];
  const first = days.filter((day) => day !== undefined).sort()[0];
  return first && monthOf(first);
}
