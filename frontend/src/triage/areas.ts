/** Facts from body areas: sides, whole limb, height. Mirrors triage/facts/areas.py. */

import type { Area } from "../model/types";

type Areas = readonly Area[] | null;
/** Rank of each region in ascending order of the leg and trunk; the saddle area has none. */
const HEIGHTS: Record<string, number> = {
  toes: 1,
  foot: 2,
  ankle: 3,
  shin: 3,
  calf: 3,
  knee: 4,
  thigh_front: 5,
  thigh_back: 5,
  thigh_outer: 5,
  buttock: 6,
  trunk: 7,
  hand: 7,
  arm: 7,
  face: 7,
};
export const MAX_HEIGHT = 7;
/** The foot, the lower leg, the knee and the thigh of one side. */
const WHOLE_LEG = [2, 3, 4, 5];
const SIDES = ["left", "right"] as const;

/** Facts from areas alone; all unknown (`null`) if the areas were not asked. */
export function areaFacts(areas: Areas): Record<string, boolean | null> {
  if (areas === null) return { one_leg: null, one_sided: null, both_sides: null, whole_limb: null };
  const [left, right] = SIDES.map((side) => areaHeights(areas, side)) as [number[], number[]];
  const leg = (side: number[]): boolean => side.some((areaHeight) => areaHeight > 0 && areaHeight < MAX_HEIGHT);
  const whole = (side: number[]): boolean => WHOLE_LEG.every((areaHeight) => side.includes(areaHeight));
  return {
    one_leg: leg(left) !== leg(right),
    one_sided: left.length > 0 !== right.length > 0,
    both_sides: left.length > 0 && right.length > 0,
    whole_limb:
      whole(left) || whole(right) || areas.some((area) => ["middle.trunk", "left.face", "right.face"].includes(area)),
  };
}

/** The areas that are toes or a foot. */
export function footAreas(areas: readonly Area[]): Area[] {
  return areas.filter((area) => area.endsWith(".toes") || area.endsWith(".foot"));
}

/** True if the toes or the foot are numb on both sides. */
export function bothFeet(areas: readonly Area[]): boolean {
  return SIDES.every((side) => areas.includes(`${side}.toes`) || areas.includes(`${side}.foot`));
}

/** Highest rank, 1 (toes) to MAX_HEIGHT; 0 without a ranked area, `null` if not asked. */
export function maxHeight(areas: Areas): number | null {
  return areas === null ? null : Math.max(0, ...areas.map(areaHeight));
}

function areaHeight(area: Area): number {
  return HEIGHTS[area.split(".")[1] ?? ""] ?? 0;
}

function areaHeights(areas: readonly Area[], side: string): number[] {
  return areas.filter((area) => area.startsWith(`${side}.`)).map(areaHeight);
}
