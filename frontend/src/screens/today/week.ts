/** The last seven local days: an episode, none (checked in), or not logged. */
import type { Day, Episode } from "../../model/types";
import { addDays, daysFrom } from "../../time/zone";
import { type DayState, episodesByDay, dayState } from "../shared/day-states";

/** Oldest first, today last. */
export function lastSevenDays(
  episodes: readonly Episode[],
  checkIns: readonly Day[],
  today: Day,
  now: Date,
): { day: Day; state: DayState }[] {
  const first = addDays(today, -6);
  const numb = episodesByDay(episodes, first, today, now);
  const free = new Set(checkIns);
  return daysFrom(first, today).map((day) => ({ day, state: dayState(day, numb, free) }));
}
