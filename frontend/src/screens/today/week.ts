/** The last seven local days: an episode, none (checked in), or not logged. */
import type { Day, Episode } from "../../store/types";
import { addDays, daysTouched } from "../../time/zone";

export type DayState = "episode" | "none" | "not_logged";

/** Oldest first, today last. An episode outweighs "no numbness" on the same day. */
export function week(
  episodes: readonly Episode[],
  checkIns: readonly Day[],
  today: Day,
  now: Date,
): { day: Day; state: DayState }[] {
  const touched = new Set(episodes.flatMap((episode) => recentDays(episode, today, now)));
  const none = new Set(checkIns);
  return Array.from({ length: 7 }, (_, n) => {
    const day = addDays(today, n - 6);
    return { day, state: touched.has(day) ? "episode" : none.has(day) ? "none" : "not_logged" };
  });
}

function recentDays(episode: Episode, today: Day, now: Date): Day[] {
  const end = episode.ended_at === null ? now : new Date(episode.ended_at);
  // Years of an open entry need not be counted out day by day.
  const first = Date.parse(`${addDays(today, -8)}T00:00:00Z`);
  if (end.getTime() < first) return [];
  const start = new Date(Math.max(Date.parse(episode.started_at), first));
  return daysTouched(start, end, episode.zone);
}
