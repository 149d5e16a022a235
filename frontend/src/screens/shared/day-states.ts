/** On which days there was numbness: what the strip of Today, the calendar and the bars count. */
import type { Day, Episode } from "../../model/types";
import { addDays, daysFrom, daySpan } from "../../time/zone";

export type DayState = "episode" | "none" | "not_logged";

/**
 * The episodes of each local day from `first` to `last` that has one. An episode counts on every
 * day it touches in its own zone, up to `now` while it goes on.
 */
export function episodesByDay(episodes: readonly Episode[], first: Day, last: Day, now: Date): Map<Day, Episode[]> {
  const byDay = new Map<Day, Episode[]>();
  // No local day is further from the day in UTC: what is not near need not ask for a zone's clock.
  const [from, until] = [addDays(first, -1), addDays(last, 2)];
  const nowText = now.toISOString();
  for (const episode of episodes) {
    if (episode.started_at >= until || (episode.ended_at ?? nowText) < from) continue;
    const end = episode.ended_at === null ? now : new Date(episode.ended_at);
    const [began, ended] = daySpan(new Date(episode.started_at), end, episode.zone);
    for (const day of daysFrom(began < first ? first : began, ended > last ? last : ended)) {
      const sameDay = byDay.get(day);
      if (sameDay) sameDay.push(episode);
      else byDay.set(day, [episode]);
    }
  }
  return byDay;
}

/** An episode outweighs "no numbness" on the same day. */
export function dayState(day: Day, numb: ReadonlyMap<Day, unknown>, free: ReadonlySet<Day>): DayState {
  return numb.has(day) ? "episode" : free.has(day) ? "none" : "not_logged";
}
