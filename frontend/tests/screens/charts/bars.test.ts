import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import { countBars, sumBars } from "../../../src/screens/charts/bars";
import { describeBars } from "../../../src/screens/charts/sentence";

const now = new Date("2026-11-23T12:00:00Z");
const zone = "Europe/Berlin";
const numb = (started_at: string, ended_at: string | null) =>
  blankRecord("episode", { id: started_at, started_at, ended_at, zone });

it("counts a day once, however often it was numb, in weeks that end today", () => {
  const twice = [
    numb("2026-11-16T08:00:00Z", "2026-11-16T08:10:00Z"),
    numb("2026-11-16T18:00:00Z", "2026-11-16T18:10:00Z"),
  ];
  expect(countBars(twice, [], 14, now, zone)).toEqual([
    { first: "2026-11-10", last: "2026-11-16", numb: 1, free: 0, notLogged: 6 },
    { first: "2026-11-17", last: "2026-11-23", numb: 0, free: 0, notLogged: 7 },
  ]);
});

it("keeps days without numbness apart from days that were not logged", () => {
  const episodes = [numb("2026-11-22T08:00:00Z", "2026-11-22T08:10:00Z")];
  const checkIns = ["2026-11-21", "2026-11-22"]; // a day with both was numb
  expect(sumBars(countBars(episodes, checkIns, 7, now, zone))).toEqual({ numb: 1, free: 1, notLogged: 5 });
});

it("counts every local day that an episode touches, and a running one up to now", () => {
  const overnight = numb("2026-11-18T22:30:00Z", "2026-11-19T05:00:00Z"); // 23:30 in Berlin
  const running = numb("2026-11-22T20:00:00Z", null);
  expect(countBars([overnight, running], [], 7, now, zone)[0]?.numb).toBe(4);
});

it("leaves out what lies before the period, and keeps its first week short", () => {
  const before = numb("2026-11-13T08:00:00Z", "2026-11-13T09:00:00Z");
  expect(countBars([before], [], 10, now, zone)[0]).toEqual({
    first: "2026-11-14",
    last: "2026-11-16",
    numb: 0,
    free: 0,
    notLogged: 3,
  });
});

it("has a bar for each week of 30 and 90 days, and for each month of a year", () => {
  const count = (days: number) => countBars([], [], days, now, zone).length;
  expect([count(30), count(90), count(365)]).toEqual([5, 13, 13]);
  const year = countBars([], [], 365, now, zone);
  expect([year[0], year[1], year.at(-1)].map((bar) => [bar?.first, bar?.last])).toEqual([
    ["2025-11-24", "2025-11-30"],
    ["2025-12-01", "2025-12-31"],
    ["2026-11-01", "2026-11-23"],
  ]);
  expect(sumBars(year).notLogged).toBe(365);
});

it("describes the number of days and its uncertainty", () => {
  expect(describeBars({ numb: 0, free: 0, notLogged: 30 }, 30)).toBe("Nothing is logged in the last 30 days.");
  expect(describeBars({ numb: 4, free: 26, notLogged: 0 }, 30)).toBe(
    "Numbness on 4 of the last 30 days. Every day is logged, so none is missing.",
  );
  expect(describeBars({ numb: 4, free: 20, notLogged: 6 }, 30)).toBe(
    "Numbness on 4 of the last 30 days. Days not logged: 6. So it may be up to 10.",
  );
  expect(describeBars({ numb: 1, free: 0, notLogged: 29 }, 30)).toBe(
    "Numbness on 1 of the last 30 days. Days not logged: 29, more than half. So this tells little: it may be up to 30.",
  );
});
