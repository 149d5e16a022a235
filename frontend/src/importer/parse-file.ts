/** A diary from a file: wholly read and checked before anything of it is used. */
import { rules } from "../triage/rules";
import { blankBackground, blankEpisode } from "../model/defaults";
import { KINDS, type Kind } from "../storage/database";
import type { DiaryRecord, ServerFields, Settings } from "../model/types";
import { addDays } from "../time/zone";
import { flawsOf, SHAPES, type Flaw, type Why } from "./validate";
import { MAX_FILE_BYTES } from "../model/limits";

export const FORMAT = "footnote-diary";
export const VERSION = 1;

/** The name of each kind's list in the file. */
export const LISTS = {
  episode: "episodes",
  alert: "alerts",
  check_in: "check_ins",
  background: "background",
  question: "questions",
} as const satisfies Record<Kind, string>;

/** Why nothing of the file can be used. */
export type Refusal = "too_large" | "not_json" | "not_ours" | "newer" | "empty";

export interface FromFile {
  kind: Kind;
  id: string;
  record: DiaryRecord;
}

export interface Bad extends Flaw {
  /** `file`: of no record. */
  kind: Kind | "settings" | "file";
  /** Which of its list, from 1. */
  n: number;
}

export interface DiaryFile {
  records: FromFile[];
  settings: Partial<Settings> | null;
  /** What cannot be used, and why; empty when all can. */
  bad: Bad[];
  /** How many records there are, good and bad. */
  total: number;
  /** Those that the file says were deleted; they are left out. */
  deleted: number;
}

/** @param now milliseconds since 1970; what lies after it is a flaw */
export function readDiary(bytes: Uint8Array<ArrayBuffer>, now: number): DiaryFile | Refusal {
  if (bytes.byteLength > MAX_FILE_BYTES) return "too_large";
  if (bytes.byteLength === 0) return "empty";
  let whole: unknown;
  try {
    whole = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return "not_json"; // broken, not UTF-8, or nested without an end
  }
  if (typeof whole !== "object" || whole === null || (whole as Named).format !== FORMAT) return "not_ours";
  const { version } = whole as Named;
  if (typeof version === "number" && version > VERSION) return "newer";
  if (version !== VERSION) return "not_ours";
  return readAll(whole as Record<string, unknown>, now);
}

interface Named {
  format?: unknown;
  version?: unknown;
}

function readAll(whole: Record<string, unknown>, now: number): DiaryFile {
  const found: DiaryFile = { records: [], settings: null, bad: [], total: 0, deleted: 0 };
  const known = new Set<string>([...Object.values(LISTS), "format", "version", "exported_at", "settings"]);
  for (const name of Object.keys(whole)) {
    if (!known.has(name)) found.bad.push({ kind: "file", n: 0, path: [name], why: "unknown" });
  }
  for (const kind of KINDS) {
    const list = whole[LISTS[kind]] ?? [];
    if (Array.isArray(list)) readList(kind, list, now, found);
    else found.bad.push({ kind: "file", n: 0, path: [LISTS[kind]], why: "type" });
  }
  if (whole["settings"] !== undefined) readSettings(whole["settings"], found);
  return found;
}

function readList(kind: Kind, list: unknown[], now: number, found: DiaryFile): void {
  const ids = new Set<string>();
  list.forEach((value, index) => {
    found.total++;
    const flaws = flawsOf(SHAPES[kind], value);
    const record = value as Record<string, unknown>; // so it is, without flaws
    if (flaws.length === 0) flaws.push(...flawsOfTimes(kind, record, now));
    const id = String((value as typeof record | null)?.[kind === "check_in" ? "date" : "id"]);
    if (flaws.length === 0 && ids.has(id)) flaws.push({ path: [], why: "twice" });
    ids.add(id);
    if (flaws.length > 0) found.bad.push(...flaws.map((flaw) => ({ ...flaw, kind, n: index + 1 })));
    else if (record["deleted_at"]) found.deleted++;
    else found.records.push({ kind, id, record: asKept(kind, record) });
  });
}

/** A phone's clock may be a little behind that of another. */
const AHEAD = 5 * 60_000;

function flawsOfTimes(kind: Kind, record: Record<string, unknown>, now: number): Flaw[] {
  const time = (name: string): number => Date.parse((record[name] as string | null | undefined) ?? "");
  const moments: Partial<Record<Kind, string[]>> = {
    episode: ["started_at", "ended_at", "clinician_assessed_at"],
    alert: ["noticed_at", "last_known_well_at"],
  };
  const late = (moments[kind] ?? []).filter((name) => time(name) > now + AHEAD);
  if (kind === "check_in" && record["date"]! > addDays(new Date(now).toISOString().slice(0, 10), 1)) late.push("date");
  const [from, to] = kind === "background" ? ["started_on", "ended_on"] : ["started_at", "ended_at"];
  return [
    ...late.map((name): Flaw => ({ path: [name], why: "future" })),
    ...(time(to) < time(from) ? [{ path: [to], why: "end_before_start" } as const] : []),
  ];
}

function readSettings(value: unknown, found: DiaryFile): void {
  const flaws = flawsOf(SHAPES.settings, value);
  const settings = value as { zone?: string; emergency_number?: string; thresholds?: Settings["thresholds"] };
  if (flaws.length === 0) {
    for (const [name, limit] of Object.entries(settings.thresholds ?? {})) {
      const why = flawOfLimit(name, limit);
      if (why) flaws.push({ path: ["thresholds", name], why });
    }
  }
  found.bad.push(...flaws.map((flaw) => ({ ...flaw, kind: "settings" as const, n: 0 })));
  if (flaws.length > 0) return;
  const { zone, emergency_number: emergencyNumber, thresholds } = settings;
  found.settings = {
    ...(zone === undefined ? {} : { zone }),
    ...(emergencyNumber === undefined ? {} : { emergencyNumber }),
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}

function flawOfLimit(name: string, limit: number | null): Why | null {
  const { bounds } = (rules.thresholds as Record<string, { bounds?: { min: number; max: number } }>)[name] ?? {};
  if (bounds === undefined) return "limit";
  return limit === null || (limit >= bounds.min && limit <= bounds.max) ? null : "range";
}

/** As the app keeps it: every field there, moments in UTC, each code of a set once. */
function asKept(kind: Kind, value: Record<string, unknown>): DiaryRecord {
  const tidy = Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, tidied(name, inner)]),
  );
  const record = withoutServer(tidy) as unknown as DiaryRecord;
  switch (kind) {
    case "episode":
      return blankEpisode(record as Parameters<typeof blankEpisode>[0]);
    case "background":
      return blankBackground(record as Parameters<typeof blankBackground>[0]);
    case "alert":
      return { last_known_well_at: null, ...record };
    case "question":
      return { asked: false, ...record };
    default:
      return record;
  }
}

function tidied(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value)];
  const moved = name.endsWith("_at") && typeof value === "string" && !value.endsWith("Z");
  return moved ? new Date(value).toISOString() : value;
}

/** `deleted_at` was looked at; the others tell which of two is newer. */
function withoutServer({ deleted_at: _, ...record }: Record<string, unknown>): Record<string, unknown> & ServerFields {
  return record;
}
