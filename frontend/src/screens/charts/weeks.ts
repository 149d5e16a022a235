/** Episode days per week, counted on the phone for those who are not signed in. */
import type { Day, Episode } from "../../store/types";
import { addDays, daysTouched, localDay } from "../../time/zone";

export interface Week {
  /** The Monday it starts on. */
  monday: Day;
  /** Local days with an episode, 0 to 7. */
  count: number;
}

/**
 * The weeks that touch the last `days` days, oldest first. An episode counts on every local day
 * it touches in its own zone, up to `now` while it goes on.
 */
export function weeks(episodes: readonly Episode[], days: number, now: Date, zone: string): Week[] {
  const today = localDay(now, zone);
  const first = addDays(today, 1 - days);
  const touched = new Set<Day>();
  for (const { started_at, ended_at, zone: where } of episodes) {
    const end = ended_at === null ? now : new Date(ended_at);
    for (const day of daysTouched(new Date(started_at), end, where)) {
      if (day >= first && day <= today) touched.add(day);
    }
  }
  const found: Week[] = [];
  for (let monday = mondayOf(first); monday <= today; monday = addDays(monday, 7)) {
    const sunday = addDays(monday, 6);
    const count = [...touched].filter((day) => day >= monday && day <= sunday).length;
    found.push({ monday, count });
  }
  return found;
}

function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay(); // 0 is Sunday
  return addDays(day, -((weekday + 6) % 7));
}
