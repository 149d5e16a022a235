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
const LINE = 75;
const MORNING = "08:00";

export function calendarFile(visit: CalendarVisit, now: Date): string {
  const { id, summary, place } = visit;
  const { start, alarms } = timed(visit) ?? allDay(visit);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Footnote//Visit//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${id}@footnote`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${Math.floor(now.getTime() / 60_000)}`,
    ...start,
    `SUMMARY:${escaped(summary)}`,
    ...(place ? [`LOCATION:${escaped(place)}`] : []),
    ...alarms.flatMap((trigger) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${escaped(summary)}`,
      `TRIGGER:${trigger}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

interface When {
  start: string[];
  alarms: string[];
}

/** Of the evening before and of the morning. */
const allDay = ({ day }: CalendarVisit): When => ({
  start: [`DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`],
  alarms: ["-PT6H", "PT8H"],
});

/** In UTC: no calendar needs to know the zone. `null` without a time, or for one the clocks skip. */
function timed({ day, time, zone }: CalendarVisit): When | null {
  const [at] = time ? instantsAt(`${day}T${time}`, zone) : [];
  if (!at) return null;
  const [morning] = instantsAt(`${day}T${MORNING}`, zone);
  const until = morning ? Math.round((at.getTime() - morning.getTime()) / 60_000) : 0;
  // An early visit leaves no morning: two hours before it, then.
  return { start: [`DTSTART:${utc(at)}`, "DURATION:PT1H"], alarms: ["-P1D", `-PT${until >= 60 ? until : 120}M`] };
}

const utc = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

/** In pieces of at most 75 bytes, no letter cut in two. */
function folded(line: string): string {
  const bytes = new TextEncoder();
  const pieces = [""];
  let room = LINE;
  for (const letter of line) {
    const size = bytes.encode(letter).length;
    if (size > room) {
      pieces.push("");
      room = LINE - 1; // the space that begins the next line
    }
    pieces[pieces.length - 1] += letter;
    room -= size;
  }
  return pieces.join("\r\n ");
}
