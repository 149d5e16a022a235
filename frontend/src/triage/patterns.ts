/**
 * What several episodes say together: how often, how alike, how far up. The mirror of
 * triage/patterns.py. Some episodes may not say whether they count: so each number comes with what
 * it would be if all of those counted, and whether there are none of those.
 */

import type { Area, Day, Episode } from "../model/types";
import { type Fact, type Rules, limit } from "./conditions";
import type { Subject } from "./engine";
import { DAY, addDays, every, localSpan, minutes, over } from "./entries";
import { TOP, bothFeet, feet, highest } from "./areas";

type Facts = Record<string, Fact>;
type Days = ReadonlyMap<string, Day[]>;

/** The patterns in these episodes; `days`: by id, the days of the window that each touches. */
export function patternSubjects(episodes: readonly Episode[], days: Days, rules: Rules): Subject[] {
  const kept = limit(rules, "disrupts_life_interference");
  const disrupting = ({ interference }: Episode): boolean | null =>
    interference === null ? null : interference >= kept;
  return [
    counted("disrupting_episodes_28", episodes, days, disrupting),
    counted("walking_episodes_28", episodes, days, (episode) =>
      walking(episode, limit(rules, "walking_relief_minutes")),
    ),
    feetDays(episodes, days),
    ...brief(episodes, days, limit(rules, "brief_minutes")),
  ];
}

export function bounds(name: string, sure: number, unsure: number): Facts {
  return { [name]: sure, [`${name}_possible`]: sure + unsure, [`${name}_known`]: unsure ? null : true };
}

/** By wanted id, how many zones higher an episode reaches than the lowest that began before it and was there since then. */
export function risen(
  episodes: readonly Episode[],
  wanted: ReadonlySet<string>,
  now: Date,
  rules: Rules,
): Map<string, Facts> {
  const spans = { zones_risen: limit(rules, "spreading_days"), zones_risen_fast: limit(rules, "ascending_days") };
  const lowest = new Map<Day, number>();
  const notAsked = new Set<Day>();
  const found = new Map<string, Facts>();
  const began = (episode: Episode): number => Date.parse(episode.started_at);
  // Only what may lie within the longest span before a wanted one is asked for its local day.
  const oldest = Math.min(...episodes.filter(({ id }) => wanted.has(id)).map(began)) - (spans.zones_risen + 2) * DAY;
  const near = episodes.filter((episode) => over(episode) >= oldest);
  for (const episode of near.sort((a, b) => began(a) - began(b) || (a.id < b.id ? -1 : 1))) {
    const [day, until] = localSpan(episode, now);
    const height = highest(episode.areas);
    for (const [name, span] of wanted.has(episode.id) ? Object.entries(spans) : []) {
      const oldestDay = addDays(day, -span);
      const low = Math.min(TOP, ...[...lowest].filter(([until]) => until >= oldestDay).map(([, height]) => height));
      const lowestPossible = [...notAsked].some((until) => until >= oldestDay) ? 1 : low;
      const rise = height === null ? 0 : Math.max(0, height - low);
      const most = Math.max(rise, (height ?? TOP) - lowestPossible);
      found.set(episode.id, { ...found.get(episode.id), ...bounds(name, rise, most - rise) });
    }
    if (height === null) notAsked.add(until);
    else if (height > 0) lowest.set(until, Math.min(height, lowest.get(until) ?? height));
  }
  return found;
}

function counted(
  name: string,
  episodes: readonly Episode[],
  days: Days,
  counts: (episode: Episode) => boolean | null,
): Subject {
  const answers = episodes.map((episode) => ({ id: episode.id, answer: counts(episode) }));
  const sure = answers.filter(({ answer }) => answer).map(({ id }) => id);
  return subject(bounds(name, sure.length, answers.filter(({ answer }) => answer === null).length), sure, days);
}

/** One foot after the other on the same day is both. */
function feetDays(episodes: readonly Episode[], days: Days): Subject {
  const places = new Map<Day, Area[]>();
  const notAsked = new Set<Day>();
  for (const { id, areas } of episodes)
    for (const day of days.get(id) ?? [])
      if (areas === null) notAsked.add(day);
      else places.set(day, [...(places.get(day) ?? []), ...feet(areas)]);
  const known = [...places]
    .filter(([, areas]) => bothFeet(areas))
    .map(([day]) => day)
    .sort();
  const unsure = [...notAsked].filter((day) => !known.includes(day));
  const sure = episodes.filter(
    ({ id, areas }) => feet(areas ?? []).length > 0 && days.get(id)?.some((day) => known.includes(day)),
  );
  const facts = bounds("both_feet_days_28", known.length, unsure.length);
  return { facts, episodes: sure.map(({ id }) => id), alerts: [], days: known };
}

/** One subject for each set of places in which brief ones were, so that one is enough. */
function brief(episodes: readonly Episode[], days: Days, within: number): Subject[] {
  const alike = new Map<string, string[]>();
  let unsure = 0;
  for (const episode of episodes) {
    if (episode.ended_at === null || minutes(episode, new Date(episode.ended_at)) >= within) continue;
    if (episode.areas === null) unsure += 1;
    else if (episode.areas.length > 0) {
      const key = [...episode.areas].sort().join();
      alike.set(key, [...(alike.get(key) ?? []), episode.id]);
    }
  }
  const groups = alike.size > 0 ? [...alike.values()] : [[]];
  return groups.map((ids) => subject(bounds("brief_alike_28", ids.length, unsure), ids, days));
}

function walking(episode: Episode, within: number): boolean | null {
  const { trigger, relief, relief_minutes } = episode;
  return every(
    trigger === null || trigger === "unsure" ? null : trigger === "walking",
    relief === null || relief === "not_tried" ? null : relief === "resting",
    relief_minutes === null ? null : relief_minutes <= within,
  );
}

function subject(facts: Facts, ids: string[], days: Days): Subject {
  return { facts, episodes: ids, alerts: [], days: distinct(ids, days) };
}

function distinct(ids: string[], days: Days): Day[] {
  return [...new Set(ids.flatMap((id) => days.get(id) ?? []))].sort();
}
