/** Which entries are listed: several conditions, which all must hold. */
import type { Area, Day, Episode, Level, Trigger } from "../../model/types";
import { addDays, daySpan } from "../../time/zone";
import { isEnteredLate, durationMs, mirroredArea, positiveSigns } from "../../i18n/episode-text";
import { compileSearch } from "../learn/search";
import type { DayEntry } from "./entries-by-day";
import { searchText } from "./search-text";

export const SIDES = ["left", "right", "both", "middle"] as const;
export const SEVERITIES = [3, 5, 7];
export const MIN_DURATIONS = [10, 60];
export const PERIODS = [30, 90, 365];

/** What the rules said: "none" when nothing matched, "unknown" when it could not be checked. */
export type EntryLevel = Level | "none" | "unknown";

/** Empty and `null`: any. */
export interface Filters {
  search: string;
  sides: (typeof SIDES)[number][];
  triggers: Trigger[];
  /** At least. */
  severity: number | null;
  /** At least so long. */
  minutes: number | null;
  signs: boolean;
  levels: EntryLevel[];
  late: boolean;
  /** The last so many days. */
  days: number | null;
}

export function noFilters(): Filters {
  return {
    search: "",
    sides: [],
    triggers: [],
    severity: null,
    minutes: null,
    signs: false,
    levels: [],
    late: false,
    days: null,
  };
}

/** How many kinds of filter are on; the search is not one. */
export function countActive({ search: _, ...filters }: Filters): number {
  return Object.values(filters).filter((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== false,
  ).length;
}

/**
 * Whether an entry meets all but the levels, which take long to tell. What was not asked does not
 * meet a filter: it is not known.
 */
export function matchesFilters(filters: Filters, today: Day, now: Date): (entry: DayEntry) => boolean {
  const { sides, triggers, severity, minutes, signs, levels, late, days } = filters;
  const matchesSearch = compileSearch(filters.search);
  const first = days === null ? "" : addDays(today, 1 - days);
  const episodesOnly = sides.length > 0 || triggers.length > 0 || severity !== null || minutes !== null || late;

  const matchesEpisode = (episode: Episode): boolean =>
    (sides.length === 0 || sides.some((side) => affectsSide(side, episode.areas ?? []))) &&
    (triggers.length === 0 || (episode.trigger !== null && triggers.includes(episode.trigger))) &&
    (severity === null || (episode.severity !== null && episode.severity >= severity)) &&
    (minutes === null || durationMs(episode, now) >= minutes * 60_000) &&
    (!signs || positiveSigns(episode.red_flags).length > 0) &&
    (!late || isEnteredLate(episode));

  return (entry) => {
    if (first !== "" && entry.day < first && !(entry.kind === "episode" && lastDay(entry.episode, now) >= first))
      return false;
    if (entry.kind === "check_in") return !matchesSearch && !episodesOnly && !signs && levels.length === 0;
    if (entry.kind === "alert" ? episodesOnly : !matchesEpisode(entry.episode)) return false;
    return matchesSearch === null || matchesSearch(searchText(entry.kind === "alert" ? entry.alert : entry.episode));
  };
}

function affectsSide(side: (typeof SIDES)[number], areas: readonly Area[]): boolean {
  if (side !== "both") return areas.some((area) => area.startsWith(`${side}.`));
  return areas.some((area) => area.startsWith("left.") && areas.includes(mirroredArea(area)));
}

function lastDay({ started_at, ended_at, zone }: Episode, now: Date): Day {
  return daySpan(new Date(started_at), ended_at === null ? now : new Date(ended_at), zone)[1];
}
