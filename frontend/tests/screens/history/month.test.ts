import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import { firstDayInRegion, firstDayOfWeek } from "../../../src/screens/history/first-day";
import {
  addMonths,
  firstMonth,
  lastDayOf,
  monthDays,
  addMonthsToDay,
  weekEnd,
  splitIntoWeeks,
} from "../../../src/screens/history/month";

const now = new Date("2026-11-25T12:00:00Z");
const numb = (started_at: string, ended_at: string | null, zone = "Europe/Berlin", more = {}) =>
  blankRecord("episode", { id: started_at, started_at, ended_at, zone, ...more });
const diary = (more: Partial<Parameters<typeof monthDays>[0]>) => ({ episodes: [], alerts: [], checkIns: [], ...more });
const days = (of: Partial<Parameters<typeof monthDays>[0]>, month = "2026-11") =>
  monthDays(diary(of), month, now).filter(({ state, signs }) => state !== "not_logged" || signs);

it("knows of each day of the month its state and how many entries it has", () => {
  const twice = [
    numb("2026-11-03T18:00:00Z", "2026-11-03T18:10:00Z"),
    numb("2026-11-03T08:00:00Z", "2026-11-03T08:10:00Z"),
  ];
  const days = monthDays(diary({ episodes: twice, checkIns: ["2026-11-03", "2026-11-04"] }), "2026-11", now);
  expect(days.length).toBe(30);
  expect(days.slice(1, 5)).toEqual([
    { day: "2026-11-02", state: "not_logged", episodes: 0, signs: false },
    { day: "2026-11-03", state: "episode", episodes: 2, signs: false },
    { day: "2026-11-04", state: "none", episodes: 0, signs: false },
    { day: "2026-11-05", state: "not_logged", episodes: 0, signs: false },
  ]);
});

it("marks every day that an episode touches in its own zone, also over the end of a month", () => {
  const overnight = numb("2026-10-31T22:30:00Z", "2026-11-01T05:00:00Z"); // 23:30 in Berlin
  const elsewhere = numb("2026-11-10T03:30:00Z", "2026-11-10T03:40:00Z", "America/Chicago"); // the 9th there
  expect(days({ episodes: [elsewhere, overnight] }).map(({ day }) => day)).toEqual(["2026-11-01", "2026-11-09"]);
  expect(days({ episodes: [overnight] }, "2026-10").map(({ day }) => day)).toEqual(["2026-10-31"]);
  const running = numb("2026-11-23T08:00:00Z", null);
  expect(days({ episodes: [running] }).map(({ day }) => day)).toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
});

it("marks emergency signs on the day they were noticed, whether numb or not", () => {
  const overnight = numb("2026-11-05T22:30:00Z", "2026-11-06T05:00:00Z", "Europe/Berlin", {
    red_flags: { vision: true },
  });
  const requested = numb("2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z", "Europe/Berlin", {
    red_flags: { vision: false },
  });
  const alert = {
    id: "a",
    noticed_at: "2026-11-12T23:30:00Z",
    zone: "Europe/Berlin",
    red_flags: { confusion: true },
    last_known_well_at: null,
    clinician_assessed_at: null,
  };
  expect(
    days({ episodes: [overnight, requested], alerts: [alert] }).map(({ day, state, signs }) => [day, state, signs]),
  ).toEqual([
    ["2026-11-02", "episode", false],
    ["2026-11-05", "episode", true],
    ["2026-11-06", "episode", false],
    ["2026-11-13", "not_logged", true],
  ]);
});

it("lays a month out in weeks that begin where the locale's do", () => {
  const days = monthDays(diary({}), "2026-11", now); // begins on a Sunday
  const first = (firstDay: number) => splitIntoWeeks(days, firstDay)[0]!.map((cell) => cell?.day.slice(8) ?? "");
  expect(first(1)).toEqual(["", "", "", "", "", "", "01"]);
  expect(first(7)).toEqual(["01", "02", "03", "04", "05", "06", "07"]);
  expect(first(6)).toEqual(["", "01", "02", "03", "04", "05", "06"]);
  expect(splitIntoWeeks(days, 1).map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
  expect([weekEnd("2026-11-25", 1, "first"), weekEnd("2026-11-25", 7, "last")]).toEqual(["2026-11-23", "2026-11-28"]);
});

it("begins the week on Monday, Sunday or Saturday, also where the browser does not say", () => {
  expect(["en-US", "en-GB", "es-MX", "es-ES", "ar-EG"].map(firstDayOfWeek)).toEqual([7, 1, 7, 1, 6]);
  expect(["US", "GB", "MX", "ES", "EG", undefined].map((region) => firstDayInRegion(region))).toEqual([
    7, 1, 7, 1, 6, 1,
  ]);
});

it("goes by months over years and short months", () => {
  expect([addMonths("2026-11", 2), addMonths("2026-01", -1), lastDayOf("2028-02")]).toEqual([
    "2027-01",
    "2025-12",
    "2028-02-29",
  ]);
  expect([addMonthsToDay("2026-10-31", 1), addMonthsToDay("2026-10-15", 12)]).toEqual(["2026-11-30", "2027-10-15"]);
});

it("knows the month of the first thing in the diary", () => {
  expect(firstMonth(diary({}))).toBeUndefined();
  const episodes = [numb("2026-11-03T18:00:00Z", null), numb("2025-12-31T23:30:00Z", null)];
  expect(firstMonth(diary({ episodes }))).toBe("2026-01");
  expect(firstMonth(diary({ episodes, checkIns: ["2025-10-02", "2026-11-24"] }))).toBe("2025-10");
});
