/**
 * The legs as drawn: one leg is written down, the other is its mirror. Left is drawn on the
 * left in both views, as in a mirror and as seen from behind, so that it is the person's own.
 *
 * Lengths are units of a drawing that is 300 wide; on the narrowest phone that is asked for
 * (360 px) a unit is a little less than a pixel.
 */
import type { LegRegion, Side } from "../../model/types";

export const WIDTH = 300;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface DrawnArea {
  zone: LegRegion;
  /** Where a tap counts. */
  hit: Box;
  /** What is seen, as the `d` of a path in the drawing's own units. */
  shape: string;
  /** Where its name stands: the middle, and the room there is. */
  name: { x: number; y: number; width: number };
}

export interface View {
  name: "front" | "back";
  height: number;
  /** Of the left leg, from the hip down. */
  zones: readonly DrawnArea[];
  /** What belongs to the leg but is chosen in the other view. */
  rest: string;
}

const hit = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

const FRONT: View = {
  name: "front",
  height: 416,
  zones: [
    {
      zone: "thigh_outer",
      hit: hit(4, 0, 68, 108),
      shape: "M12 8C12 44 20 78 32 108H74C69 78 69 40 70 4Q38 3 12 8Z",
      name: { x: 43, y: 52, width: 52 },
    },
    {
      zone: "thigh_front",
      hit: hit(72, 0, 74, 108),
      shape: "M70 4C69 40 69 78 74 108H128C136 78 142 44 142 10Q106 2 70 4Z",
      name: { x: 105, y: 52, width: 62 },
    },
    {
      zone: "knee",
      hit: hit(4, 108, 142, 56),
      shape: "M32 108H128C131 128 127 146 122 164H42C37 146 31 128 32 108Z",
      name: { x: 82, y: 136, width: 84 },
    },
    {
      zone: "shin",
      hit: hit(4, 164, 142, 84),
      shape: "M42 164H122C130 192 126 220 114 248H50C36 220 33 192 42 164Z",
      name: { x: 82, y: 204, width: 80 },
    },
    {
      zone: "ankle",
      hit: hit(4, 248, 142, 54),
      shape: "M50 248H114C110 266 112 284 118 302H46C52 284 54 266 50 248Z",
      name: { x: 82, y: 275, width: 58 },
    },
    {
      zone: "foot",
      hit: hit(4, 302, 142, 54),
      shape: "M46 302H118C122 320 124 338 124 356H30C32 338 40 320 46 302Z",
      name: { x: 79, y: 329, width: 80 },
    },
    {
      zone: "toes",
      hit: hit(4, 356, 142, 60),
      shape:
        "M30 356H124V396a14 16 0 0 1-28 0V392a8.250 11 0 0 1-16.500 0V389a8.250 10 0 0 1-16.500 0" +
        "V385a8.250 10 0 0 1-16.500 0V380a8.250 9 0 0 1-16.500 0Z",
      name: { x: 78, y: 374, width: 84 },
    },
  ],
  rest: "",
};

const BACK: View = {
  name: "back",
  height: 300,
  zones: [
    {
      zone: "buttock",
      hit: hit(4, 0, 142, 76),
      shape: "M22 8C16 30 16 54 24 76H132C142 64 145 40 143 12Q84 0 22 8Z",
      name: { x: 84, y: 42, width: 96 },
    },
    {
      zone: "thigh_back",
      hit: hit(4, 76, 142, 88),
      shape: "M24 76H132C134 108 128 138 122 164H40C30 136 24 106 24 76Z",
      name: { x: 80, y: 120, width: 84 },
    },
    {
      zone: "calf",
      hit: hit(4, 164, 142, 92),
      shape: "M40 164H122C132 194 126 226 112 256H52C36 226 32 194 40 164Z",
      name: { x: 82, y: 208, width: 80 },
    },
  ],
  rest: "M52 256H112C110 268 116 278 114 290Q82 302 50 290C48 278 54 268 52 256Z",
};

export const VIEWS: readonly View[] = [FRONT, BACK];

/** Where it lies on that side. */
export function mirrorToSide<T extends { x: number; width: number }>(box: T, side: Side): T {
  return side === "left" ? box : { ...box, x: WIDTH - box.x - box.width };
}

/** The transform of a shape for that side. */
export function mirrorTransform(side: Side): string | undefined {
  return side === "left" ? undefined : `matrix(-1 0 0 1 ${WIDTH} 0)`;
}
