import { expect, it } from "vitest";
import { words } from "../../../src/i18n";
import { places } from "../../../src/i18n/places";
import { areaName } from "../../../src/i18n/episode-text";
import { mirrorToSide, VIEWS, WIDTH, type Box } from "../../../src/screens/log/body";

const SIDES = ["left", "right"] as const;
/** On a phone of 360 px the drawing is this wide. */
const PHONE_PX = 296;
const zones = VIEWS.flatMap(({ zones }) => zones);
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

it("draws each part of a leg once", () => {
  const legs = Object.keys(places.short).sort();
  expect(zones.map(({ zone }) => zone).sort()).toEqual(legs);
  const others = ["hand", "arm", "face", "saddle", "trunk"];
  expect([...legs, ...others].sort()).toEqual(Object.keys(words.zones).sort());
});

it("gives every part room for a numb finger, and no two the same room", () => {
  for (const { name, height, zones } of VIEWS) {
    const boxes = zones.flatMap((drawn) =>
      SIDES.map((side) => ({ of: `${name}: ${side} ${drawn.zone}`, box: mirrorToSide(drawn.hit, side) })),
    );
    for (const { of, box } of boxes) {
      expect(Math.min(box.width, box.height) * (PHONE_PX / WIDTH), of).toBeGreaterThanOrEqual(48);
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= WIDTH && box.y + box.height <= height, of).toBe(true);
      for (const other of boxes) if (other.of !== of) expect(overlap(box, other.box), `${of}, ${other.of}`).toBe(false);
    }
  }
});

it("has the left leg on the left in both views, and the right leg on the right", () => {
  for (const { hit } of zones) {
    expect(hit.x + hit.width).toBeLessThanOrEqual(WIDTH / 2);
    expect(mirrorToSide(hit, "right").x).toBeGreaterThanOrEqual(WIDTH / 2);
  }
});

it("writes each name inside its part, in words that are also spoken", () => {
  for (const { zone, hit, name } of zones) {
    expect(name.x - name.width / 2, zone).toBeGreaterThanOrEqual(hit.x);
    expect(name.x + name.width / 2, zone).toBeLessThanOrEqual(hit.x + hit.width);
    expect(name.y > hit.y && name.y < hit.y + hit.height, zone).toBe(true);
    expect(areaName(`left.${zone}`).toLowerCase()).toContain(places.short[zone].toLowerCase());
  }
});
