/** A visit as a calendar file (RFC 5545). Pure. */
import type { Day } from "../../model/types";
import { instantsAt } from "../../time/zone";

export interface CalendarVisit {
  /** The same visit keeps it, so that a calendar moves the one it has. */
  id: string;
  day: Day;
  /** "14:30" in `zone`; `null`: some time on that day. */
  time: string | null;
  zone: string;
  /** What the calendar shows, also to others: nothing about health. */
  summary: string;
  place: string | null;
}

/** RFC 5545, 3.1: without the line break, and counted in bytes of UTF-8. */
const MAX_LINE_BYTES = 75;
const MORNING = "08:00";

export function calendarFile(visit: CalendarVisit, now: Date): string {
  const { id, summary, place } = visit;
  const { start, alarms } = timedEvent(visit) ?? allDayEvent(visit);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Footnote//Visit//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${id}@footnote`,
    `DTSTAMP:${formatUtc(now)}`,
    `SEQUENCE:${Math.floor(now.getTime() / 60_000)}`,
    ...start,
    `SUMMARY:${escapeText(summary)}`,
    ...(place ? [`LOCATION:${escapeText(place)}`] : []),
    ...alarms.flatMap((trigger) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${escapeText(summary)}`,
      `TRIGGER:${trigger}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join("");
}

interface EventTime {
  start: string[];
  alarms: string[];
}

/** Of the evening before and of the morning. */
const allDayEvent = ({ day }: CalendarVisit): EventTime => ({
  start: [`DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`],
  alarms: ["-PT6H", "PT8H"],
});

/** In UTC: no calendar needs to know the zone. `null` without a time, or for one the clocks skip. */
function timedEvent({ day, time, zone }: CalendarVisit): EventTime | null {
  const [startsAt] = time ? instantsAt(`${day}T${time}`, zone) : [];
  if (!startsAt) return null;
  const [morning] = instantsAt(`${day}T${MORNING}`, zone);
  const minutesToStart = morning ? Math.round((startsAt.getTime() - morning.getTime()) / 60_000) : 0;
  // An early visit leaves no morning: two hours before it, then.
  return {
    start: [`DTSTART:${formatUtc(startsAt)}`, "DURATION:PT1H"],
    alarms: ["-P1D", `-PT${minutesToStart >= 60 ? minutesToStart : 120}M`],
  };
}

const formatUtc = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

/** In pieces of at most 75 bytes, no letter cut in two. */
function foldLine(line: string): string {
  const encoder = new TextEncoder();
  const foldedLines = [""];
  let remaining = MAX_LINE_BYTES;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (size > remaining) {
      foldedLines.push("");
      remaining = MAX_LINE_BYTES - 1; // the space that begins the next line
    }
    foldedLines[foldedLines.length - 1] += character;
    remaining -= size;
  }
  return foldedLines.join("\r\n ");
}
