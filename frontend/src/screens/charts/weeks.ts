/** What is known of each week, counted on the phone for those who are not signed in. */
import type { Day, Episode } from "../../store/types";
import { addDays, localDay } from "../../time/zone";
import { numbDays } from "../numb-days";

export interface Week {
  /** The last local day of it; weeks end today, as in the server's charts. */
  last: Day;
  /** Local days with an episode. */
  numb: number;
  /** Local days checked in as free of it. */
  free: number;
  /** Local days of which nothing is known. */
  notLogged: number;
}

/**
 * The weeks of the last `days` days, newest first; the oldest may be short. An episode counts on
 * every local day it touches in its own zone, up to `now` while it goes on.
 */
export function weeks(
  episodes: readonly Episode[],
  checkIns: readonly Day[],
  days: number,
  now: Date,
  zone: string,
): Week[] {
  const today = localDay(now, zone);
  const first = addDays(today, 1 - days);
  const touched = numbDays(episodes, first, today, now);
  const checkedIn = new Set(checkIns);
  const found: Week[] = [];
  for (let last = today; last >= first; last = addDays(last, -7)) {
    const week: Week = { last, numb: 0, free: 0, notLogged: 0 };
    for (let day = last; day > addDays(last, -7) && day >= first; day = addDays(day, -1)) {
      week[touched.has(day) ? "numb" : checkedIn.has(day) ? "free" : "notLogged"] += 1;
    }
    found.push(week);
  }
  return found;
}
