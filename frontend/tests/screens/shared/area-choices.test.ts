import { expect, it } from "vitest";
import type { Area, Episode } from "../../../src/model/types";
import { blankRecord } from "../../../src/model/records";
import { areaChoices, toggleAreas } from "../../../src/screens/shared/area-choices";

const running = (id: string, areas: Area[] | null): Episode => ({
  ...blankRecord("episode", { id, started_at: new Date(0).toISOString(), zone: "UTC" }),
  areas,
});
const episode = (id: string, areas: Area[] | null): Episode => ({
  ...running(id, areas),
  ended_at: new Date(60_000).toISOString(),
});

it("offers the last place first, with its side, and each place once", () => {
  const others = [
    episode("b", ["right.foot"]),
    episode("c", null),
    episode("d", ["left.knee", "left.calf"]),
    episode("e", ["right.foot"]),
  ];
  expect(areaChoices(episode("a", null), others).map(({ label }) => label)).toEqual([
    "Right foot (like last time)",
    "Left knee and left calf",
    "Left foot",
    "Left calf",
  ]);
});

it("offers both sides when nothing is known", () => {
  expect(areaChoices(episode("a", null), []).map(({ label }) => label)).toEqual([
    "Left foot",
    "Right foot",
    "Left calf",
    "Right calf",
  ]);
});

it("offers the other side of a timer that runs, not its places again", () => {
  const others = [running("b", ["left.foot"]), episode("c", ["left.foot"]), episode("d", ["left.calf"])];
  expect(areaChoices(running("a", null), others).map(({ label }) => label)).toEqual([
    "Right foot",
    "Left calf",
    "Right calf",
  ]);
});

it("shows as chosen only what is wholly chosen", () => {
  const others = [episode("d", ["left.knee", "left.calf"])];
  expect(areaChoices(episode("a", ["left.calf"]), others).map(({ selected }) => selected)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

it("adds and takes away without touching other places", () => {
  expect(toggleAreas(null, ["left.foot"], true)).toEqual(["left.foot"]);
  expect(toggleAreas(["left.foot", "right.arm"], ["left.foot"], false)).toEqual(["right.arm"]);
  expect(toggleAreas(["left.foot"], ["left.foot"], true)).toEqual(["left.foot"]);
  expect(toggleAreas(["left.foot"], ["left.foot"], false)).toBeNull();
});
