/**
 * Time zone conversion. An instant is a `Date` (UTC); a wall time is the local time in an IANA
 * zone as `YYYY-MM-DDTHH:MM`; a day is `YYYY-MM-DD`. A zone unknown to this device is displayed in
 * the device's own zone (`displayZone`).
 */
import type { Day } from "../model/types";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();
const knownZones = new Set<string>();
/** Per zone: UTC day since 1970 → offset from UTC in ms; `null` if the offset changes on that day. */
const offsets = new Map<string, Map<number, number | null>>();
/** Cached days per zone: several years of entries. */
const CACHE_SIZE = 4_000;

/** Cached: constructing a formatter is far slower than formatting. */
function zoneFormat(zone: string): Intl.DateTimeFormat {
  let cached = formats.get(zone);
  if (cached === undefined) {
    cached = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, cached);
  }
  return cached;
}

/**
 * What the clock in `zone` shows at `moment` (ms since 1970), as if it were UTC, in ms.
 *
 * @throws RangeError when this device does not know the zone
 */
export function wallClock(moment: number, zone: string): number {
  let zoneOffsets = offsets.get(zone);
  if (zoneOffsets === undefined || zoneOffsets.size > CACHE_SIZE)
    offsets.set(zone, (zoneOffsets = new Map<number, number | null>()));
  const day = Math.floor(moment / DAY);
  let offset = zoneOffsets.get(day);
  if (offset === undefined) zoneOffsets.set(day, (offset = dayOffset(day, zone)));
  return offset === null ? readWallClock(moment, zone) : moment + offset;
}

/** Two clock reads per day instead of one per moment: reading is slow. */
function dayOffset(day: number, zone: string): number | null {
  const [from, to] = [day * DAY, (day + 1) * DAY].map((moment) => readWallClock(moment, zone) - moment);
  return from === to ? from! : null;
}

interface WithTemporal {
  Temporal?: {
    Now: { timeZoneId(): string };
    ZonedDateTime: new (nanoseconds: bigint, zone: string) => { offsetNanoseconds: number };
  };
}

/** Preferred to Intl: the first formatter takes a phone longer than rendering Today. */
function temporal(): WithTemporal["Temporal"] {
  return (globalThis as WithTemporal).Temporal;
}

function readWallClock(moment: number, zone: string): number {
  const Temporal = temporal();
  if (Temporal) {
    return (
      moment + new Temporal.ZonedDateTime(BigInt(Math.floor(moment)) * 1_000_000n, zone).offsetNanoseconds / 1_000_000
    );
  }
  const part: Record<string, number> = {};
  for (const { type, value } of zoneFormat(zone).formatToParts(moment)) part[type] = Number(value);
  const { year = NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second, ((moment % 1000) + 1000) % 1000);
}

/** True if this device supports the zone. */
export function isZone(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  try {
    if (zone === "") return false;
    readWallClock(0, zone);
    knownZones.add(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The zone to display a record in: its own, or the device's if this device does not support it. */
export function displayZone(zone: string): string {
  return isZone(zone) ? zone : deviceZone();
}

/** Offset of `zone` from UTC at `moment`, in ms. */
function offsetMs(moment: number, zone: string): number {
  return wallClock(moment, zone) - moment;
}

/** IANA zone of this device. */
export function deviceZone(): string {
  return temporal()?.Now.timeZoneId() ?? (Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
}

/** The wall time in `zone`, to the minute. */
export function wallTime(instant: Date, zone: string): string {
  return new Date(wallClock(instant.getTime(), displayZone(zone))).toISOString().slice(0, 16);
}

/** The local day of `instant` in `zone`. */
export function localDay(instant: Date, zone: string): Day {
  return wallTime(instant, zone).slice(0, 10);
}

/**
 * The instants with the wall time `wall` in `zone`, oldest first: usually one, none in a DST gap,
 * two in a DST overlap. Empty, too, if `wall` is not a valid wall time (see `isWallTime`).
 */
export function instantsAt(wall: string, zone: string): Date[] {
  if (!isWallTime(wall)) return [];
  const asUtc = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const displayedZone = displayZone(zone);
  // Offsets are below 24 h, so the offsets one day before and after cover every candidate.
  const offsets = new Set([-DAY, 0, DAY].map((ms) => offsetMs(asUtc + ms, displayedZone)));
  return [...offsets]
    .map((offset) => new Date(asUtc - offset))
    .filter((instant) => wallClock(instant.getTime(), displayedZone) === asUtc)
    .sort((a, b) => a.getTime() - b.getTime());
}

/** True if `text` is a wall time on a date that exists (not 30 February). */
export function isWallTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)) return false;
  const parsed = Date.parse(`${text.slice(0, 16)}:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text.slice(0, 16));
}

/** `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/**
 * First and last local day of the interval from `start` to `end`. An end at midnight does not
 * count as the next day.
 */
export function daySpan(start: Date, end: Date, zone: string): [Day, Day] {
  const until = end > start ? new Date(Math.max(end.getTime() - 1, start.getTime())) : start;
  return [localDay(start, zone), localDay(until, zone)];
}

/** Every day from `first` to `last`, both included. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
