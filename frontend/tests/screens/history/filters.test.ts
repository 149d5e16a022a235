import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import type { Episode } from "../../../src/model/types";
import { listEntries } from "../../../src/screens/history/entries-by-day";
import { countActive, matchesFilters, noFilters, type Filters } from "../../../src/screens/history/filters";
import { LevelCache } from "../../../src/screens/history/levels";

const now = new Date("2026-11-25T12:00:00Z");
const today = "2026-11-25";
const numb = (id: string, start: string, minutes: number, more: Partial<Episode> = {}) =>
  blankRecord("episode", {
    id,
    started_at: start,
    ended_at: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
    zone: "Europe/Berlin",
    ...more,
  });
const diary = {
  episodes: [
    numb("long", "2026-11-24T08:00:00.000Z", 60, {
      areas: ["left.foot", "right.foot"],
      severity: 5,
      trigger: "sitting",
    }),
    numb("short", "2026-11-20T08:00:00.000Z", 9, {
      areas: ["left.calf"],
      severity: 2,
      trigger: "none",
      note: "Después del tren a Köln",
    }),
    numb("signs", "2026-10-20T08:00:00.000Z", 10, {
      areas: ["middle.saddle"],
      red_flags: { vision: true, injury: false },
      created_at: "2026-10-24T08:00:00Z",
    }),
    numb("blank", "2026-08-01T08:00:00.000Z", 5, { red_flags: { vision: false } }),
  ],
  alerts: [
    {
      id: "alert",
      noticed_at: "2026-11-01T08:00:00.000Z",
      zone: "Europe/Berlin",
      red_flags: { confusion: true },
      last_known_well_at: null,
      clinician_assessed_at: null,
    },
  ],
  checkIns: ["2026-11-10"],
};
const matches = (filters: Partial<Filters>) =>
  listEntries(diary)
    .filter(matchesFilters({ ...noFilters(), ...filters }, today, now))
    .map(({ key }) => key);

it("lets everything through when nothing is filtered", () => {
  expect(matches({})).toEqual(["long", "short", "2026-11-10", "alert", "signs", "blank"]);
  expect(countActive(noFilters())).toBe(0);
});

it("finds a side, the same place on both sides, and the middle", () => {
  expect(matches({ sides: ["left"] })).toEqual(["long", "short"]);
  expect(matches({ sides: ["right"] })).toEqual(["long"]);
  expect(matches({ sides: ["both"] })).toEqual(["long"]);
  expect(matches({ sides: ["right", "middle"] })).toEqual(["long", "signs"]);
});

it("filters by trigger, strength, length and lateness; unanswered fields match none", () => {
  expect(matches({ triggers: ["none", "sitting"] })).toEqual(["long", "short"]);
  expect(matches({ triggers: ["none"] })).toEqual(["short"]);
  expect(matches({ severity: 3 })).toEqual(["long"]);
  expect(matches({ severity: 5 })).toEqual(["long"]);
  expect(matches({ minutes: 10 })).toEqual(["long", "signs"]);
  expect(matches({ minutes: 60 })).toEqual(["long"]);
  expect(matches({ late: true })).toEqual(["signs"]);
});

it("finds emergency signs that were there, in an entry or alone", () => {
  expect(matches({ signs: true })).toEqual(["alert", "signs"]);
});

it("finds what touches the last days, by the local day", () => {
  expect(matches({ days: 30 })).toEqual(["long", "short", "2026-11-10", "alert"]);
  expect(matches({ days: 90 })).toEqual(["long", "short", "2026-11-10", "alert", "signs"]);
  const edge = [numb("edge", "2026-10-26T22:30:00.000Z", 120)]; // 23:30 in Berlin, to 01:30 of the 27th
  const meet = matchesFilters({ ...noFilters(), days: 30 }, today, now);
  expect(listEntries({ episodes: edge, alerts: [], checkIns: [] }).filter(meet).length).toBe(1);
});

it("holds all filters together", () => {
  expect(matches({ sides: ["left"], severity: 3 })).toEqual(["long"]);
  expect(matches({ sides: ["left"], severity: 3, triggers: ["none"] })).toEqual([]);
  expect(countActive({ ...noFilters(), search: "x", sides: ["left"], severity: 3, late: true })).toBe(3);
});

it("finds all the words of a search in any order, whatever the case and the accents", () => {
  expect(matches({ search: "koln DESPUES" })).toEqual(["short"]);
  expect(matches({ search: "koln berlin" })).toEqual([]);
  expect(matches({ search: "  " })).toEqual(matches({}));
});

it("searches places, triggers and emergency signs by their labels", () => {
  expect(matches({ search: "both feet" })).toEqual(["long"]);
  expect(matches({ search: "right foot" })).toEqual(["long"]);
  expect(matches({ search: "no reason" })).toEqual(["short"]);
  expect(matches({ search: "trouble seeing" })).toEqual(["signs"]);
  expect(matches({ search: "confused" })).toEqual(["alert"]);
});

it("evaluates the level of each entry in batches", async () => {
  const levels = new LevelCache({}, today);
  const [long, short] = diary.episodes as [Episode, Episode];
  expect(levels.get(long)).toBeUndefined();
  const counts: number[] = [];
  await levels.evaluateAll([long, short, ...diary.alerts], now, (remaining) => counts.push(remaining) > 0);
  expect(counts.at(-1)).toBe(0);
  expect([levels.get(long), levels.get(short), levels.get(diary.alerts[0]!)]).toEqual([
    "see_provider",
    "see_provider",
    "see_provider_soon",
  ]);
});

it("stops telling when nobody wants to know", async () => {
  const levels = new LevelCache({}, today);
  const many = Array.from({ length: 2_000 }, (_, n) => numb(`n${n}`, "2026-11-20T08:00:00.000Z", 9));
  await levels.evaluateAll(many, now, () => false);
  expect(levels.get(many.at(-1)!)).toBeUndefined();
});
