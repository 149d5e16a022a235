/** The diary as a list of local days, newest first. */
import type { Alert, Day, Episode } from "../../store/types";
import { localDay } from "../../time/zone";

export type DayEntry =
  | { kind: "episode"; key: string; at: number; episode: Episode }
  | { kind: "alert"; key: string; at: number; alert: Alert }
  | { kind: "check_in"; key: string; at: number };
export type HistoryDay = { day: Day; entries: DayEntry[] };

/** Each record stands on the local day of its start, in its own zone; latest first. */
export function historyDays(diary: {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  checkIns: readonly Day[];
}): HistoryDay[] {
  const days = new Map<Day, DayEntry[]>();
  const put = (day: Day, entry: DayEntry): void => {
    days.set(day, [...(days.get(day) ?? []), entry]);
  };
  for (const episode of diary.episodes) {
    const at = new Date(episode.started_at);
    put(localDay(at, episode.zone), { kind: "episode", key: episode.id, at: at.getTime(), episode });
  }
  for (const alert of diary.alerts) {
    const at = new Date(alert.noticed_at);
    put(localDay(at, alert.zone), { kind: "alert", key: alert.id, at: at.getTime(), alert });
  }
  for (const day of diary.checkIns) {
    put(day, { kind: "check_in", key: day, at: Date.parse(`${day}T00:00:00Z`) });
  }
  return [...days]
    .map(([day, entries]) => ({ day, entries: entries.sort((a, b) => b.at - a.at) }))
    .sort((a, b) => (a.day < b.day ? 1 : -1));
}
