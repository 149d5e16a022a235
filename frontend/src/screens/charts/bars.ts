/** What is known of each week or month, counted on the phone for those who are not signed in. */
import type { Day, Episode } from "../../model/types";
import { addDays, daysFrom, localDay } from "../../time/zone";
import { episodesByDay, dayState } from "../shared/day-states";

export interface Bar {
  first: Day;
  last: Day;
  /** Local days with an episode. */
  numb: number;
  /** Local days checked in as free of it. */
  free: number;
  /** Local days of which nothing is known. */
  notLogged: number;
}
export type Total = Omit<Bar, "first" | "last">;

/** From here on a bar is a month: fifty weeks side by side are no bars on a phone. */
const MONTHLY_FROM_DAYS = 180;

/** How many days a whole bar has, of a chart of so many days. */
export const barDays = (days: number): number => (days < MONTHLY_FROM_DAYS ? 7 : 31);

/**
 * The last `days` days, oldest first, in weeks that end today, or in months; the oldest may be
 * short. An episode counts on every local day it touches in its own zone, up to `now` while it
 * goes on.
 */
export function countBars(
  episodes: readonly Episode[],
  checkIns: readonly Day[],
  days: number,
  now: Date,
  zone: string,
): Bar[] {
  const today = localDay(now, zone);
  const first = addDays(today, 1 - days);
  const numb = episodesByDay(episodes, first, today, now);
  const free = new Set(checkIns);
  const result: Bar[] = [];
  for (const [n, day] of daysFrom(first, today).entries()) {
    const startsBar = days < MONTHLY_FROM_DAYS ? (days - n) % 7 === 0 : day.endsWith("-01");
    if (n === 0 || startsBar) result.push({ first: day, last: day, numb: 0, free: 0, notLogged: 0 });
    const bar = result.at(-1)!;
    const state = dayState(day, numb, free);
    bar[state === "episode" ? "numb" : state === "none" ? "free" : "notLogged"] += 1;
    bar.last = day;
  }
  return result;
}

export function sumBars(list: readonly Bar[]): Total {
  const sum = (key: keyof Total): number => list.reduce((all, bar) => all + bar[key], 0);
  return { numb: sum("numb"), free: sum("free"), notLogged: sum("notLogged") };
}
