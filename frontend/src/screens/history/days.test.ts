import { expect, it } from "vitest";
import { blankEpisode } from "../../store/blank";
import { historyDays } from "./days";

const at = (id: string, time: string, zone: string) => blankEpisode({ id, started_at: new Date(time).toISOString(), zone });

it("groups by the local day of the start, newest first", () => {
  const days = historyDays({
    episodes: [
      at("berlin", "2026-11-22T23:30:00Z", "Europe/Berlin"),
      at("chicago", "2026-11-23T03:30:00Z", "America/Chicago"),
      at("later", "2026-11-23T08:00:00Z", "Europe/Berlin"),
    ],
    alerts: [{ id: "alert", noticed_at: "2026-11-23T07:00:00Z", zone: "Europe/Berlin", red_flags: {}, last_known_well_at: null }],
    checkIns: ["2026-11-24", "2026-11-20"],
  });
  expect(days.map(({ day, entries }) => [day, entries.map(({ key }) => key)])).toEqual([
    ["2026-11-24", ["2026-11-24"]],
    ["2026-11-23", ["later", "alert", "berlin"]],
    ["2026-11-22", ["chicago"]],
    ["2026-11-20", ["2026-11-20"]],
  ]);
});
