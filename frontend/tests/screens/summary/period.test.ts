import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import type { Alert } from "../../../src/model/types";
import { summarizePeriod } from "../../../src/screens/summary/period";

const NOW = new Date("2026-11-25T12:00:00Z");
const episode = (id: string, started_at: string, ended_at: string | null) =>
  blankRecord("episode", { id, started_at, ended_at, zone: "Europe/Berlin" });
const alert: Alert = {
  id: "alert",
  noticed_at: "2026-11-24T08:00:00Z",
  zone: "Europe/Berlin",
  red_flags: { vision: true },
  last_known_well_at: null,
  clinician_assessed_at: null,
};

it("counts each local day once, and a day that was not logged as neither", () => {
  const episodes = [
    episode("night", "2026-11-23T22:00:00Z", "2026-11-24T01:00:00Z"), // from 23:00 to 02:00
    episode("noon", "2026-11-24T11:00:00Z", "2026-11-24T11:05:00Z"),
  ];
  const checkIns = ["2026-11-24", "2026-11-22", "2026-10-01"];
  const summary = summarizePeriod({ episodes, alerts: [], checkIns }, 30, NOW, "Europe/Berlin");
  expect(summary).toMatchObject({ first: "2026-10-27", last: "2026-11-25", numb: 2, free: 1, notLogged: 27 });
});

it("lists what touches the period, newest first, with signs noticed by themselves", () => {
  const episodes = [
    episode("before", "2026-10-26T08:00:00Z", "2026-10-26T09:00:00Z"),
    episode("into", "2026-10-26T20:00:00Z", "2026-10-27T09:00:00Z"),
    episode("running", "2026-11-25T11:00:00Z", null),
  ];
  const summary = summarizePeriod({ episodes, alerts: [alert], checkIns: [] }, 30, NOW, "Europe/Berlin");
  expect(summary.entries.map(({ id }) => id)).toEqual(["running", "alert", "into"]);
  expect(summary.numb).toBe(2);
});
