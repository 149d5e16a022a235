import { afterEach, describe, expect, it, vi } from "vitest";
import { clockTime } from "../../src/i18n/dates";
import {
  addDays,
  daySpan,
  daysFrom,
  deviceZone,
  instantsAt,
  isWallTime,
  isZone,
  localDay,
  displayZone,
  wallClock,
  wallTime,
} from "../../src/time/zone";

const at = (text: string): Date => new Date(text);
const iso = (dates: Date[]): string[] => dates.map((date) => date.toISOString());

const QUARTER = 15 * 60_000;
const DAY = 96 * QUARTER;

/** The UTC days of 2026, as their first moment, after which the clock in `zone` is not as far from UTC as before. */
function daysOfChange(zone: string): number[] {
  const ahead = (ms: number): number => wallClock(ms, zone) - ms;
  const days = Array.from({ length: 365 }, (_, n) => Date.UTC(2026, 0, 1 + n));
  return days.filter((day) => ahead(day) !== ahead(day + DAY));
}

describe("wall time to instant", () => {
  it("reads a wall time in its own zone, not in the device's", () => {
    expect(iso(instantsAt("2026-11-23T03:10", "America/Chicago"))).toEqual(["2026-11-23T09:10:00.000Z"]);
    expect(iso(instantsAt("2026-11-23T03:10", "Asia/Kathmandu"))).toEqual(["2026-11-22T21:25:00.000Z"]);
    expect(iso(instantsAt("2026-11-23T03:10", "Pacific/Kiritimati"))).toEqual(["2026-11-22T13:10:00.000Z"]);
  });

  it("finds no instant for a time the clocks skip", () => {
    expect(instantsAt("2026-03-29T02:30", "Europe/Berlin")).toEqual([]);
    expect(instantsAt("2026-03-08T02:30", "America/New_York")).toEqual([]);
    expect(iso(instantsAt("2026-03-29T03:00", "Europe/Berlin"))).toEqual(["2026-03-29T01:00:00.000Z"]);
  });

  it("finds both instants of an hour that comes twice", () => {
    expect(iso(instantsAt("2026-10-25T02:30", "Europe/Berlin"))).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    // Lord Howe goes back by half an hour only.
    expect(iso(instantsAt("2026-04-05T01:45", "Australia/Lord_Howe"))).toEqual([
      "2026-04-04T14:45:00.000Z",
      "2026-04-04T15:15:00.000Z",
    ]);
  });

  it("finds no instant on a day a country skipped", () => {
    expect(instantsAt("2011-12-30T12:00", "Pacific/Apia")).toEqual([]);
  });

  it("rejects text that is no wall time", () => {
    for (const text of ["", "2026-02-30T10:00", "2026-13-01T10:00", "soon", "2026-02-03", "2026-02-03T25:00"]) {
      expect(isWallTime(text), text).toBe(false);
      expect(instantsAt(text, "UTC"), text).toEqual([]);
    }
    expect(isWallTime("2026-02-28T23:59")).toBe(true);
  });

  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Chatham",
    "America/Santiago",
    "Africa/Cairo",
  ];
  it.each(zones)("comes back to every instant around the changes of %s", (zone) => {
    const changes = daysOfChange(zone);
    expect(changes.length).toBeGreaterThan(1);
    // Each quarter of an hour from before the change until after the clocks went over it.
    const instants = changes.flatMap((day) => Array.from({ length: 120 }, (_, n) => day - 12 * QUARTER + n * QUARTER));
    const lost = instants.filter(
      (ms) => !instantsAt(wallTime(new Date(ms), zone), zone).some((back) => back.getTime() === ms),
    );
    expect(iso(lost.map((ms) => new Date(ms)))).toEqual([]);
  });
});

it("caches the offset of a day correctly, also on a day of clock change", () => {
  const read = (ms: number): string =>
    new Intl.DateTimeFormat("sv", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" }).format(ms);
  const days = [Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 30)];
  const moments = days.flatMap((day) => Array.from({ length: 96 }, (_, n) => day + n * QUARTER));
  for (const ms of [...moments, ...moments]) {
    expect(wallTime(new Date(ms), "Europe/Berlin").replace("T", " ")).toBe(read(ms));
  }
});

describe("days", () => {
  it("takes the day from the zone", () => {
    expect(localDay(at("2026-11-23T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-24");
    expect(localDay(at("2026-11-23T03:30:00Z"), "America/Chicago")).toBe("2026-11-22");
  });

  it("counts over months, years and a change of clocks", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  });

  it("returns the first and last local day of a span, not the day that begins at its end", () => {
    const span = (start: string, end: string) => daySpan(at(start), at(end), "Europe/Berlin");
    expect(span("2026-11-23T22:30:00Z", "2026-11-24T01:00:00Z")).toEqual(["2026-11-23", "2026-11-24"]);
    expect(span("2026-11-23T22:30:00Z", "2026-11-23T23:00:00Z")).toEqual(["2026-11-23", "2026-11-23"]);
    expect(span("2026-11-23T23:00:00Z", "2026-11-23T23:00:00Z")).toEqual(["2026-11-24", "2026-11-24"]);
    expect(span("2026-11-23T22:30:00Z", "2026-11-23T20:00:00Z")).toEqual(["2026-11-23", "2026-11-23"]);
  });

  it("knows every day between two, both included", () => {
    expect(daysFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysFrom("2026-02-27", "2026-02-26")).toEqual([]);
  });
});

it("shows by the device's clock what is in a zone it does not know", () => {
  expect(displayZone("Europe/Berlin")).toBe("Europe/Berlin");
  expect(displayZone("Mars/Base")).toBe(deviceZone());
  const instant = at("2026-11-23T12:34:00Z");
  expect(wallTime(instant, "Mars/Base")).toBe(wallTime(instant, deviceZone()));
  expect(instantsAt(wallTime(instant, "Mars/Base"), "Mars/Base")).toEqual([instant]);
  expect(daySpan(instant, instant, "Mars/Base")[1]).toBe(localDay(instant, deviceZone()));
  expect(clockTime(instant, "Mars/Base")).toBe(clockTime(instant, deviceZone()));
});

it("guesses no day for the rules", () => {
  expect(() => wallClock(0, "Mars/Base")).toThrow(RangeError);
  expect(isZone("Mars/Base")).toBe(false);
  expect(isZone("")).toBe(false);
});

describe("where there is Temporal", () => {
  const SUMMER = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)] as const;

  /** What the standard has of it: Berlin in 2026 alone. */
  class ZonedDateTime {
    readonly offsetNanoseconds: number;

    constructor(nanoseconds: bigint, zone: string) {
      if (zone !== "Europe/Berlin") throw new RangeError(zone);
      const moment = Number(nanoseconds / 1_000_000n);
      this.offsetNanoseconds = (moment >= SUMMER[0] && moment < SUMMER[1] ? 2 : 1) * 3_600e9;
    }
  }

  afterEach(() => void vi.unstubAllGlobals());

  it("is used for clocks and zones, without an Intl formatter", async () => {
    vi.resetModules();
    const formatter = vi.spyOn(Intl, "DateTimeFormat");
    vi.stubGlobal("Temporal", { ZonedDateTime, Now: { timeZoneId: () => "Europe/Berlin" } });
    const zone = await import("../../src/time/zone");
    expect(zone.deviceZone()).toBe("Europe/Berlin");
    expect(zone.wallTime(at("2026-07-01T22:30:00Z"), "Europe/Berlin")).toBe("2026-07-02T00:30");
    expect(zone.localDay(at("2026-12-01T22:30:00Z"), "Europe/Berlin")).toBe("2026-12-01");
    expect(zone.instantsAt("2026-03-29T02:30", "Europe/Berlin")).toEqual([]);
    expect(iso(zone.instantsAt("2026-10-25T02:30", "Europe/Berlin"))).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(zone.wallClock(SUMMER[0] - 1, "Europe/Berlin")).toBe(SUMMER[0] - 1 + 3_600_000);
    expect([zone.isZone("Europe/Berlin"), zone.isZone("Mars/Base"), zone.isZone("")]).toEqual([true, false, false]);
    expect(() => zone.wallClock(0, "Mars/Base")).toThrow(RangeError);
    expect(formatter).not.toHaveBeenCalled();
    formatter.mockRestore();
  });
});
