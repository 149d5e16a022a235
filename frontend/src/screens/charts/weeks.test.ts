import { expect, it } from "vitest";
import { blankEpisode } from "../../store/blank";
import { weeks } from "./weeks";

const now = new Date("2026-11-23T12:00:00Z");
const zone = "Europe/Berlin";
const numb = (started_at: string, ended_at: string | null) =>
  blankEpisode({ id: started_at, started_at, ended_at, zone });

it("counts a day once, however often it was numb, in weeks that end today", () => {
  const twice = [
    numb("2026-11-16T08:00:00Z", "2026-11-16T08:10:00Z"),
    numb("2026-11-16T18:00:00Z", "2026-11-16T18:10:00Z"),
  ];
  expect(weeks(twice, [], 14, now, zone)).toEqual([
    { last: "2026-11-23", numb: 0, free: 0, notLogged: 7 },
    { last: "2026-11-16", numb: 1, free: 0, notLogged: 6 },
  ]);
});

it("keeps days without numbness apart from days that were not logged", () => {
  const one = [numb("2026-11-22T08:00:00Z", "2026-11-22T08:10:00Z")];
  const checkIns = ["2026-11-21", "2026-11-22"]; // a day with both was numb
  expect(weeks(one, checkIns, 7, now, zone)).toEqual([
    { last: "2026-11-23", numb: 1, free: 1, notLogged: 5 },
  ]);
});

it("counts every local day that an episode touches, and a running one up to now", () => {
  const overnight = numb("2026-11-18T22:30:00Z", "2026-11-19T05:00:00Z"); // 23:30 in Berlin
  const running = numb("2026-11-22T20:00:00Z", null);
  expect(weeks([overnight, running], [], 7, now, zone)[0]?.numb).toBe(4);
});

it("leaves out what lies before the period, and keeps its first week short", () => {
  const before = numb("2026-11-13T08:00:00Z", "2026-11-13T09:00:00Z");
  expect(weeks([before], [], 10, now, zone)[1]).toEqual({ last: "2026-11-16", numb: 0, free: 0, notLogged: 3 });
});
