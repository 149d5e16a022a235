import { expect, it } from "vitest";
import { blankRecord } from "../../src/model/records";
import { DAY, addDays, strictLocalDay, localDaySpan, mayTouchDays } from "../../src/triage/entries";

it("rules out by the cheap test only what the zones' clocks rule out too", () => {
  const hour = DAY / 24;
  let ruledOut = 0;
  for (const at of ["2026-11-23T10:30:00Z", "2026-11-23T13:30:00Z", "2026-03-30T00:10:00Z"]) {
    const now = new Date(at);
    for (const own of ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"]) {
      const first = addDays(strictLocalDay(now.getTime(), own), -27);
      for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12", "America/Chicago"]) {
        for (let ago = 26 * DAY; ago < 33 * DAY; ago += hour) {
          const ended_at = new Date(now.getTime() - ago).toISOString();
          const episode = blankRecord("episode", { id: "a", started_at: ended_at, ended_at, zone });
          if (mayTouchDays(episode, now, 28)) continue;
          ruledOut += 1;
          expect(localDaySpan(episode, now)[1] < first, `${own} ${zone} ${ended_at}`).toBe(true);
        }
      }
    }
  }
  expect(ruledOut).toBeGreaterThan(0);
});

it("rules out nothing that is going on, or whose times cannot be read", () => {
  const old = blankRecord("episode", { id: "a", started_at: "1990-01-01T00:00:00Z", zone: "UTC" });
  const now = new Date("2026-11-23T00:00:00Z");
  expect(mayTouchDays(old, now, 28)).toBe(true);
  expect(mayTouchDays({ ...old, ended_at: "no time" }, now, 28)).toBe(true);
  expect(mayTouchDays({ ...old, ended_at: "1990-01-01T01:00:00Z" }, now, 28)).toBe(false);
});
