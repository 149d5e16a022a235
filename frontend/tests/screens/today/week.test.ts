import { expect, it } from "vitest";
import type { Episode } from "../../../src/model/types";
import { blankRecord } from "../../../src/model/records";
import { lastSevenDays } from "../../../src/screens/today/week";

const now = new Date("2026-11-23T12:00:00Z");
const episode = (start: string, end: string | null, zone = "UTC"): Episode => ({
  ...blankRecord("episode", { id: start, started_at: new Date(start).toISOString(), zone }),
  ended_at: end,
});
const states = (episodes: Episode[], checkIns: string[] = []): string =>
  lastSevenDays(episodes, checkIns, "2026-11-23", now)
    .map(({ state }) => ({ episode: "E", none: "n", not_logged: "." })[state])
    .join("");

it("distinguishes a day without numbness from a day not logged", () => {
  expect(states([], ["2026-11-18", "2026-11-22", "2026-11-01"])).toBe(".n...n.");
});

it("marks each local day an episode touches", () => {
  expect(states([episode("2026-11-19T23:30:00Z", "2026-11-20T00:10:00Z")])).toBe("..EE...");
  expect(states([episode("2026-11-19T23:30:00Z", "2026-11-20T00:10:00Z", "Europe/Berlin")])).toBe("...E...");
  expect(states([episode("2026-11-21T08:00:00Z", null)])).toBe("....EEE");
  expect(states([episode("1990-01-01T08:00:00Z", null)])).toBe("EEEEEEE");
  expect(states([episode("2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z")])).toBe(".......");
});

it("believes the episode when the same day was called free", () => {
  expect(states([episode("2026-11-23T08:00:00Z", "2026-11-23T08:05:00Z")], ["2026-11-23"])).toBe("......E");
});
