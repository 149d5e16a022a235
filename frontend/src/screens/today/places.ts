/** The places offered as one-tap chips while a timer runs. */
import type { Area, Episode } from "../../store/types";
import { fill, words } from "../../words";
import { placeNames } from "../describe";

export type PlaceChoice = { label: string; areas: Area[]; on: boolean };

/** Offered when nothing is known yet: the commonest places, both sides. */
const FIRST: Area[][] = [["left.foot"], ["right.foot"], ["left.calf"], ["right.calf"]];
const MOST = 4;

/** What is chosen, then the places of the last entries (last one first), then common ones. */
export function placeChoices(episode: Episode, others: readonly Episode[]): PlaceChoice[] {
  const chosen = new Set(episode.areas ?? []);
  const earlier = others.flatMap(({ id, areas }) => (id !== episode.id && areas?.length ? [areas] : []));
  const last = earlier[0];
  const seen = new Set<string>();
  return [...earlier, ...FIRST]
    .filter((areas) => {
      const known = [...areas].sort().join();
      return !seen.has(known) && seen.add(known);
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
