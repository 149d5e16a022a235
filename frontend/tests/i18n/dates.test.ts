import { expect, it } from "vitest";
import { clockTime, dayName, duration, dayAndTime, timerText } from "../../src/i18n/dates";

const MINUTE = 60_000;

it("formats a duration in the largest units that matter", () => {
  expect(duration(59_999)).toBe("less than 1 min");
  expect(duration(MINUTE)).toBe("1 min");
  expect(duration(59.9 * MINUTE)).toBe("59 min");
  expect(duration(60 * MINUTE)).toBe("1 h");
  expect(duration(125 * MINUTE)).toBe("2 h 5 min");
  expect(duration(24 * 60 * MINUTE)).toBe("1 day");
  expect(duration(51 * 60 * MINUTE)).toBe("2 d 3 h");
  expect(duration(-MINUTE)).toBe("less than 1 min");
});

it("shows a timer's face to the second", () => {
  expect(timerText(7_900)).toBe("0:07");
  expect(timerText(12 * MINUTE + 40_000)).toBe("12:40");
  expect(timerText(65 * MINUTE + 9_000)).toBe("1:05:09");
});

it("names the day only when it is not today in that zone", () => {
  const now = new Date("2026-11-23T03:30:00Z"); // still the 22nd in Chicago
  const zone = "America/Chicago";
  expect(dayAndTime(new Date("2026-11-23T02:00:00Z"), zone, now)).toBe("20:00");
  expect(dayAndTime(new Date("2026-11-22T02:00:00Z"), zone, now)).toBe("yesterday, 20:00");
  expect(dayAndTime(new Date("2026-11-10T02:00:00Z"), zone, now)).toBe("9 Nov, 20:00");
  expect(dayAndTime(new Date("2025-11-10T02:00:00Z"), zone, now)).toBe("9 Nov 2025, 20:00");
});

it("names days as people do", () => {
  expect(dayName("2026-11-23", "2026-11-23")).toBe("Today");
  expect(dayName("2026-11-22", "2026-11-23")).toBe("Yesterday");
  expect(dayName("2026-11-16", "2026-11-23")).toMatch(/^Monday,? 16 November$/);
  expect(clockTime(new Date("2026-11-23T03:30:00Z"), "Asia/Kathmandu")).toBe("09:15");
});
