/** The places offered as one-tap chips while a timer runs. */
import type { Area, Episode } from "../../model/types";
import { fill, words } from "../../i18n";
import { otherSide, placeNames } from "../../i18n/episode-text";

export type PlaceChoice = { label: string; areas: Area[]; on: boolean };

/** Offered when nothing is known yet: the commonest places, both sides. */
const FIRST: Area[][] = [["left.foot"], ["right.foot"], ["left.calf"], ["right.calf"]];
const MOST = 4;

/**
 * The places of the last entries (last one first), then common ones. Where another timer runs,
 * its places are not offered again; the same on the other side are, before all else.
 */
export function placeChoices(episode: Episode, others: readonly Episode[]): PlaceChoice[] {
  const chosen = new Set(episode.areas ?? []);
  const known = others.filter(({ id, areas }) => id !== episode.id && areas?.length);
  const running = known.filter(({ ended_at }) => ended_at === null).map(({ areas }) => areas!);
  const taken = new Set(running.flat());
  const earlier = known.filter(({ ended_at }) => ended_at !== null).map(({ areas }) => areas!);
  const last = earlier[0];
  const seen = new Set<string>();
  return [...running.map((areas) => areas.map(otherSide)), ...earlier, ...FIRST]
    .filter((areas) => {
      const same = [...areas].sort().join();
      const free = areas.some((area) => chosen.has(area) || !taken.has(area));
      return free && !seen.has(same) && seen.add(same);
    })
    .slice(0, MOST)
    .map((areas) => ({
      areas,
      label: areas === last ? fill(words.today.same_as_last, { place: placeNames(areas) }) : placeNames(areas),
      on: areas.every((area) => chosen.has(area)),
    }));
}

/** The places with those of one chip added or taken away; none left is "not asked" again. */
export function withPlace(known: Area[] | null, areas: readonly Area[], on: boolean): Area[] | null {
  const rest = (known ?? []).filter((area) => !areas.includes(area));
  const next = on ? [...rest, ...areas] : rest;
  return next.length > 0 ? next : null;
}
