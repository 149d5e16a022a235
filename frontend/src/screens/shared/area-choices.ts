/** The places offered as one-tap chips while a timer runs. */
import type { Area, Episode } from "../../model/types";
import { format, words } from "../../i18n";
import { mirroredArea, areaNames } from "../../i18n/episode-text";

export type AreaChoice = { label: string; areas: Area[]; selected: boolean };

/** Offered when nothing is known yet: the commonest places, both sides. */
const DEFAULT_AREAS: Area[][] = [["left.foot"], ["right.foot"], ["left.calf"], ["right.calf"]];
const MAX_CHOICES = 4;

/**
 * The places of the last entries (last one first), then common ones. Where another timer runs,
 * its places are not offered again; the same on the other side are, before all else.
 */
export function areaChoices(episode: Episode, others: readonly Episode[]): AreaChoice[] {
  const chosen = new Set(episode.areas ?? []);
  const withAreas = others.filter(({ id, areas }) => id !== episode.id && areas?.length);
  const running = withAreas.filter(({ ended_at }) => ended_at === null).map(({ areas }) => areas!);
  const runningAreas = new Set(running.flat());
  const earlier = withAreas.filter(({ ended_at }) => ended_at !== null).map(({ areas }) => areas!);
  const last = earlier[0];
  const seen = new Set<string>();
  return [...running.map((areas) => areas.map(mirroredArea)), ...earlier, ...DEFAULT_AREAS]
    .filter((areas) => {
      const key = [...areas].sort().join();
      const selectable = areas.some((area) => chosen.has(area) || !runningAreas.has(area));
      return selectable && !seen.has(key) && seen.add(key);
    })
    .slice(0, MAX_CHOICES)
    .map((areas) => ({
      areas,
      label: areas === last ? format(words.today.same_as_last, { place: areaNames(areas) }) : areaNames(areas),
      selected: areas.every((area) => chosen.has(area)),
    }));
}

/** The places with those of one chip added or taken away; none left is "not asked" again. */
export function toggleAreas(withAreas: Area[] | null, areas: readonly Area[], selected: boolean): Area[] | null {
  const rest = (withAreas ?? []).filter((area) => !areas.includes(area));
  const next = selected ? [...rest, ...areas] : rest;
  return next.length > 0 ? next : null;
}
