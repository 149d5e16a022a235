import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import { groupByDay, listEntries, entriesOn } from "../../../src/screens/history/entries-by-day";

const at = (id: string, time: string, zone: string, ended_at: string | null = null) =>
  blankRecord("episode", { id, started_at: new Date(time).toISOString(), zone, ended_at });
const alert = {
  id: "alert",
  noticed_at: "2026-11-23T07:00:00Z",
  zone: "Europe/Berlin",
  red_flags: {},
  last_known_well_at: null,
  clinician_assessed_at: null,
};
const diary = {
  episodes: [
    at("berlin", "2026-11-22T23:30:00Z", "Europe/Berlin", "2026-11-22T23:40:00Z"),
    at("chicago", "2026-11-23T03:30:00Z", "America/Chicago", "2026-11-23T06:30:00Z"),
    at("later", "2026-11-23T08:00:00Z", "Europe/Berlin", "2026-11-23T08:10:00Z"),
  ],
  alerts: [alert],
  checkIns: ["2026-11-20", "2026-11-24"],
};
const now = new Date("2026-11-25T12:00:00Z");

it("groups by the local day of the start, newest first", () => {
  expect(groupByDay(listEntries(diary)).map(({ day, entries }) => [day, entries.map(({ key }) => key)])).toEqual([
    ["2026-11-24", ["2026-11-24"]],
    ["2026-11-23", ["later", "alert", "berlin"]],
    ["2026-11-22", ["chicago"]],
    ["2026-11-20", ["2026-11-20"]],
  ]);
});

it("lists under a day what began the day before and was still there", () => {
  const on = (day: string) => entriesOn(diary, day, now).map(({ key }) => key);
  expect(on("2026-11-23")).toEqual(["later", "alert", "chicago", "berlin"]); // 00:30 in Chicago
  expect(on("2026-11-22")).toEqual(["chicago"]);
  expect(on("2026-11-20")).toEqual(["2026-11-20"]);
  expect(on("2026-11-19")).toEqual([]);
});

it("lists a running entry under each day up to now", () => {
  const open = { episodes: [at("open", "2026-11-22T08:00:00Z", "UTC")], alerts: [], checkIns: [] };
  const days = ["2026-11-21", "2026-11-22", "2026-11-25", "2026-11-26"];
  expect(days.map((day) => entriesOn(open, day, now).length)).toEqual([0, 1, 1, 0]);
});
