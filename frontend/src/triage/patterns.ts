/**
 * Facts across episodes: frequency, similarity, spread. Mirrors triage/facts/history.py. An
 * episode with missing answers may or may not count: so each count comes with its upper bound
 * (`_possible`) and with whether it is exact (`_known`).
 */

import type { Area, Day, Episode } from "../model/types";
import { type Fact, type Rules, thresholdValue } from "./conditions";
import type { Subject } from "./engine";
import { DAY, addDays, allTrue, localDaySpan, durationMinutes, endMs } from "./entries";
import { MAX_HEIGHT, bothFeet, footAreas, maxHeight } from "./areas";

type Facts = Record<string, Fact>;
type Days = ReadonlyMap<string, Day[]>;

/** The patterns in these episodes; `days`: by id, the days of the window that each touches. */
export function patternSubjects(episodes: readonly Episode[], days: Days, rules: Rules): Subject[] {
  const minInterference = thresholdValue(rules, "disrupts_life_interference");
  const disrupting = ({ interference }: Episode): boolean | null =>
    interference === null ? null : interference >= minInterference;
  return [
    episodeCount("disrupting_episodes_28", episodes, days, disrupting),
    episodeCount("walking_episodes_28", episodes, days, (episode) =>
      isWalking(episode, thresholdValue(rules, "walking_relief_minutes")),
    ),
    bothFeetDays(episodes, days),
    ...briefEpisodes(episodes, days, thresholdValue(rules, "brief_minutes")),
  ];
}

export function countFacts(name: string, certain: number, uncertain: number): Facts {
  return { [name]: certain, [`${name}_possible`]: certain + uncertain, [`${name}_known`]: uncertain ? null : true };
}

/** By id: how much higher an episode reaches than the lowest earlier one within the time span. */
export function spreadFacts(
  episodes: readonly Episode[],
  ids: ReadonlySet<string>,
  now: Date,
  rules: Rules,
): Map<string, Facts> {
  const spans = {
    zones_risen: thresholdValue(rules, "spreading_days"),
    zones_risen_fast: thresholdValue(rules, "ascending_days"),
  };
  const lowest = new Map<Day, number>();
  const unanswered = new Set<Day>();
  const factsById = new Map<string, Facts>();
  const startMs = (episode: Episode): number => Date.parse(episode.started_at);
  // Compute local days only for episodes within the longest span.
  const oldest = Math.min(...episodes.filter(({ id }) => ids.has(id)).map(startMs)) - (spans.zones_risen + 2) * DAY;
  const candidates = episodes.filter((episode) => endMs(episode) >= oldest);
  for (const episode of candidates.sort((a, b) => startMs(a) - startMs(b) || (a.id < b.id ? -1 : 1))) {
    const [day, until] = localDaySpan(episode, now);
    const height = maxHeight(episode.areas);
    for (const [name, span] of ids.has(episode.id) ? Object.entries(spans) : []) {
      const oldestDay = addDays(day, -span);
      const low = Math.min(
        MAX_HEIGHT,
        ...[...lowest].filter(([until]) => until >= oldestDay).map(([, height]) => height),
      );
      const lowestPossible = [...unanswered].some((until) => until >= oldestDay) ? 1 : low;
      const rise = height === null ? 0 : Math.max(0, height - low);
      const maxRise = Math.max(rise, (height ?? MAX_HEIGHT) - lowestPossible);
      factsById.set(episode.id, { ...factsById.get(episode.id), ...countFacts(name, rise, maxRise - rise) });
    }
    if (height === null) unanswered.add(until);
    else if (height > 0) lowest.set(until, Math.min(height, lowest.get(until) ?? height));
  }
  return factsById;
}

function episodeCount(
  name: string,
  episodes: readonly Episode[],
  days: Days,
  counts: (episode: Episode) => boolean | null,
): Subject {
  const answers = episodes.map((episode) => ({ id: episode.id, answer: counts(episode) }));
  const certain = answers.filter(({ answer }) => answer).map(({ id }) => id);
  return historySubject(
    countFacts(name, certain.length, answers.filter(({ answer }) => answer === null).length),
    certain,
    days,
  );
}

/** Days with both feet numb, also in different episodes of the day. */
function bothFeetDays(episodes: readonly Episode[], days: Days): Subject {
  const places = new Map<Day, Area[]>();
  const unanswered = new Set<Day>();
  for (const { id, areas } of episodes)
    for (const day of days.get(id) ?? [])
      if (areas === null) unanswered.add(day);
      else places.set(day, [...(places.get(day) ?? []), ...footAreas(areas)]);
  const daysWithBothFeet = [...places]
    .filter(([, areas]) => bothFeet(areas))
    .map(([day]) => day)
    .sort();
  const uncertain = [...unanswered].filter((day) => !daysWithBothFeet.includes(day));
  const certain = episodes.filter(
    ({ id, areas }) => footAreas(areas ?? []).length > 0 && days.get(id)?.some((day) => daysWithBothFeet.includes(day)),
  );
  const facts = countFacts("both_feet_days_28", daysWithBothFeet.length, uncertain.length);
  return { facts, episodes: certain.map(({ id }) => id), alerts: [], days: daysWithBothFeet };
}

/** One subject for each set of areas with brief episodes. */
function briefEpisodes(episodes: readonly Episode[], days: Days, within: number): Subject[] {
  const byAreas = new Map<string, string[]>();
  let uncertain = 0;
  for (const episode of episodes) {
    if (episode.ended_at === null || durationMinutes(episode, new Date(episode.ended_at)) >= within) continue;
    if (episode.areas === null) uncertain += 1;
    else if (episode.areas.length > 0) {
      const key = [...episode.areas].sort().join();
      byAreas.set(key, [...(byAreas.get(key) ?? []), episode.id]);
    }
  }
  const groups = byAreas.size > 0 ? [...byAreas.values()] : [[]];
  return groups.map((ids) => historySubject(countFacts("brief_alike_28", ids.length, uncertain), ids, days));
}

function isWalking(episode: Episode, within: number): boolean | null {
  const { trigger, relief, relief_minutes } = episode;
  return allTrue(
    trigger === null || trigger === "unsure" ? null : trigger === "walking",
    relief === null || relief === "not_tried" ? null : relief === "resting",
    relief_minutes === null ? null : relief_minutes <= within,
  );
}

function historySubject(facts: Facts, ids: string[], days: Days): Subject {
  return { facts, episodes: ids, alerts: [], days: distinctDays(ids, days) };
}

function distinctDays(ids: string[], days: Days): Day[] {
  return [...new Set(ids.flatMap((id) => days.get(id) ?? []))].sort();
}
