import { expect, it } from "vitest";
import { blankEpisode } from "../../store/blank";
import { weeks } from "./weeks";

const now = new Date("2026-11-23T12:00:00Z"); // a Monday
const numb = (started_at: string, ended_at: string | null) =>
  blankEpisode({ id: started_at, started_at, ended_at, zone: "Europe/Berlin" });

it("counts a day once, however often it was numb", () => {
  const twice = [
    numb("2026-11-18T08:00:00Z", "2026-11-18T08:10:00Z"),
    numb("2026-11-18T18:00:00Z", "2026-11-18T18:10:00Z"),
  ];
  expect(weeks(twice, 14, now, "Europe/Berlin")).toEqual([
    { monday: "2026-11-09", count: 0 },
    { monday: "2026-11-16", count: 1 },
    { monday: "2026-11-23", count: 0 },
  ]);
});

it("counts every local day that an episode touches, and a running one up to now", () => {
  const overnight = numb("2026-11-18T22:30:00Z", "2026-11-19T05:00:00Z"); // 23:30 in Berlin
  expect(weeks([overnight], 7, now, "Europe/Berlin")[0]).toEqual({ monday: "2026-11-16", count: 2 });
  const running = numb("2026-11-22T20:00:00Z", null);
  expect(weeks([running], 7, now, "Europe/Berlin").map((week) => week.count)).toEqual([1, 1]);
});

it("leaves out what lies before the period", () => {
  const before = numb("2026-11-16T08:00:00Z", "2026-11-16T09:00:00Z");
  expect(weeks([before], 7, now, "Europe/Berlin")[0]).toEqual({ monday: "2026-11-16", count: 0 });
});
