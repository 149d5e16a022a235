import { expect, it } from "vitest";
import { calendarFile, type CalendarVisit } from "../../../src/screens/care/calendar";

const NOW = new Date("2026-11-23T12:00:00Z");
const visit: CalendarVisit = {
  id: "0193510c",
  day: "2026-11-30",
  time: "14:30",
  zone: "Europe/Berlin",
  summary: "Appointment",
  place: null,
};
const linesOf = (more: Partial<CalendarVisit>): string[] =>
  calendarFile({ ...visit, ...more }, NOW)
    .replaceAll("\r\n ", "")
    .split("\r\n");

it("has the moment in UTC, and alarms on the day before and in the morning", () => {
  const lines = linesOf({});
  expect(lines).toContain("DTSTART:20261130T133000Z");
  expect(lines).toContain("DTSTAMP:20261123T120000Z");
  expect(lines.filter((line) => line.startsWith("TRIGGER"))).toEqual(["TRIGGER:-P1D", "TRIGGER:-PT390M"]);
});

it("is a whole day without a time, or with one the clocks skip", () => {
  for (const more of [{ time: null }, { day: "2026-03-29", time: "02:30" }]) {
    const lines = linesOf(more);
    expect(lines.filter((line) => /^DTSTART;VALUE=DATE:\d{8}$/.test(line))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("TRIGGER"))).toEqual(["TRIGGER:-PT6H", "TRIGGER:PT8H"]);
  }
});

it("reminds two hours before an early visit", () => {
  expect(linesOf({ time: "07:15" })).toContain("TRIGGER:-PT120M");
});

it("omits fields without a value", () => {
  const text = linesOf({}).join(" ");
  expect(text).toContain("SUMMARY:Appointment");
  expect(text).not.toContain("LOCATION");
});

it("escapes what has a meaning in the format", () => {
  expect(linesOf({ place: "Room 3; left, up\\down\nBEGIN:VALARM\x07" })).toContain(
    "LOCATION:Room 3\\; left\\, up\\\\down\\nBEGIN:VALARM",
  );
});

it("folds long lines at 75 bytes, and cuts no letter", () => {
  for (const place of ["Ärztehaus 🦵 ".repeat(12), "x".repeat(300)]) {
    const file = calendarFile({ ...visit, place }, NOW);
    for (const line of file.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replaceAll("\r\n ", "")).toContain(`LOCATION:${place}\r\n`);
    expect(file.replaceAll("\r\n", "")).not.toContain("\n");
  }
});
