/** The part of the diary that a summary is about. Pure. */
import type { Alert, Day, Episode } from "../../model/types";
import { addDays, localDay } from "../../time/zone";
import { episodesByDay } from "../shared/day-states";

export interface Period {
  first: Day;
  last: Day;
  /** Local days with numbness, without it, and of which nothing is known. */
  numb: number;
  free: number;
  notLogged: number;
  /** What touches the period, newest first. */
  entries: (Episode | Alert)[];
}

/** The last `days` local days; an episode counts on each that it touches, in its own zone. */
export function summarizePeriod(
  diary: { episodes: readonly Episode[]; alerts: readonly Alert[]; checkIns: readonly Day[] },
  days: number,
  now: Date,
  zone: string,
): Period {
  const last = localDay(now, zone);
  const first = addDays(last, 1 - days);
  const inPeriod = (day: Day): boolean => first <= day && day <= last;
  const numb = episodesByDay(diary.episodes, first, last, now);
  const episodes = [...new Set([...numb.values()].flat())];
  const alerts = diary.alerts.filter((alert) => inPeriod(localDay(new Date(alert.noticed_at), alert.zone)));
  const free = diary.checkIns.filter((day) => inPeriod(day) && !numb.has(day)).length;
  const entries = [...episodes, ...alerts].sort((a, b) => startMs(b) - startMs(a));
  return { first, last, numb: numb.size, free, notLogged: days - numb.size - free, entries };
}

export const startMs = (entry: Episode | Alert): number =>
  Date.parse("noticed_at" in entry ? entry.noticed_at : entry.started_at);
