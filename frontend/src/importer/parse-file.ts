/** Parse and validate a diary file completely before any record is used. */
import { rules } from "../triage/rules";
import { KINDS, readRecord, shapeOf } from "../model/records";
import { file as FILE } from "../model/kinds.json";
import type { DiaryRecord, Kind, Settings } from "../model/types";
import { addDays } from "../time/zone";
import { validate, RECORD_SCHEMAS, type Flaw, type FlawReason } from "./validate";
import { MAX_FILE_BYTES } from "../model/limits";

/** Reason why the whole file is rejected. */
export type FileRejection = "too_large" | "not_json" | "not_ours" | "newer" | "empty";

export interface ParsedRecord {
  kind: Kind;
  id: string;
  record: DiaryRecord;
}

export interface RecordFlaw extends Flaw {
  /** `file`: not about a record. */
  kind: Kind | "settings" | "file";
  /** Position in the list, from 1. */
  n: number;
}

export interface DiaryFile {
  records: ParsedRecord[];
  settings: Partial<Settings> | null;
  /** Invalid records with reasons; empty if all are valid. */
  flaws: RecordFlaw[];
  /** Number of records, valid and invalid. */
  total: number;
  /** Number of deleted records in the file, which are skipped. */
  deleted: number;
}

/** @param now ms since 1970; later times are flaws */
export function parseDiaryFile(bytes: Uint8Array<ArrayBuffer>, now: number): DiaryFile | FileRejection {
  if (bytes.byteLength > MAX_FILE_BYTES) return "too_large";
  if (bytes.byteLength === 0) return "empty";
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return "not_json"; // malformed, not UTF-8, or nested too deeply
  }
  if (typeof json !== "object" || json === null || (json as FileHeader).format !== FILE.format) return "not_ours";
  const { version } = json as FileHeader;
  if (typeof version === "number" && version > FILE.version) return "newer";
  if (version !== FILE.version) return "not_ours";
  return parseContent(json as Record<string, unknown>, now);
}

interface FileHeader {
  format?: unknown;
  version?: unknown;
}

function parseContent(content: Record<string, unknown>, now: number): DiaryFile {
  const result: DiaryFile = { records: [], settings: null, flaws: [], total: 0, deleted: 0 };
  const knownNames = new Set<string>([
    ...KINDS.map((kind) => shapeOf(kind).plural),
    "format",
    "version",
    "exported_at",
    "settings",
  ]);
  for (const name of Object.keys(content)) {
    if (!knownNames.has(name)) result.flaws.push({ kind: "file", n: 0, path: [name], reason: "unknown" });
  }
  for (const kind of KINDS) {
    const list = content[shapeOf(kind).plural] ?? [];
    if (Array.isArray(list)) parseList(kind, list, now, result);
    else result.flaws.push({ kind: "file", n: 0, path: [shapeOf(kind).plural], reason: "type" });
  }
  if (content["settings"] !== undefined) parseSettings(content["settings"], result);
  return result;
}

function parseList(kind: Kind, list: unknown[], now: number, result: DiaryFile): void {
  const ids = new Set<string>();
  list.forEach((value, index) => {
    result.total++;
    const flaws = validate(RECORD_SCHEMAS[kind], value);
    const record = value as Record<string, unknown>; // valid without flaws
    if (flaws.length === 0) flaws.push(...timeFlaws(kind, record, now));
    const id = String((value as typeof record | null)?.[shapeOf(kind).key]);
    if (flaws.length === 0 && ids.has(id)) flaws.push({ path: [], reason: "twice" });
    ids.add(id);
    if (flaws.length > 0) result.flaws.push(...flaws.map((flaw) => ({ ...flaw, kind, n: index + 1 })));
    else if (record["deleted_at"]) result.deleted++;
    else result.records.push({ kind, id, record: toRecord(kind, record) });
  });
}

/** Tolerated clock skew between devices. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

function timeFlaws(kind: Kind, record: Record<string, unknown>, now: number): Flaw[] {
  const time = (name: string): number => Date.parse((record[name] as string | null | undefined) ?? "");
  const { fields, ordered } = shapeOf(kind);
  const futureFields = Object.keys(fields).filter(
    (name) => fields[name]!.type === "instant" && time(name) > now + CLOCK_TOLERANCE_MS,
  );
  if (kind === "check_in" && record["date"]! > addDays(new Date(now).toISOString().slice(0, 10), 1))
    futureFields.push("date");
  const [from = "", to = ""] = ordered;
  return [
    ...futureFields.map((name): Flaw => ({ path: [name], reason: "future" })),
    ...(time(to) < time(from) ? [{ path: [to], reason: "end_before_start" } as const] : []),
  ];
}

function parseSettings(value: unknown, result: DiaryFile): void {
  const flaws = validate(RECORD_SCHEMAS.settings, value);
  const settings = value as { zone?: string; emergency_number?: string; thresholds?: Settings["thresholds"] };
  if (flaws.length === 0) {
    for (const [name, value] of Object.entries(settings.thresholds ?? {})) {
      const why = thresholdFlaw(name, value);
      if (why) flaws.push({ path: ["thresholds", name], reason: why });
    }
  }
  result.flaws.push(...flaws.map((flaw) => ({ ...flaw, kind: "settings" as const, n: 0 })));
  if (flaws.length > 0) return;
  const { zone, emergency_number: emergencyNumber, thresholds } = settings;
  result.settings = {
    ...(zone === undefined ? {} : { zone }),
    ...(emergencyNumber === undefined ? {} : { emergencyNumber }),
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}

function thresholdFlaw(name: string, value: number | null): FlawReason | null {
  const { bounds } = (rules.thresholds as Record<string, { bounds?: { min: number; max: number } }>)[name] ?? {};
  if (bounds === undefined) return "limit";
  return value === null || (value >= bounds.min && value <= bounds.max) ? null : "range";
}

/** Normalize: all fields present, instants in UTC, codes of a set unique; without `deleted_at`, which was evaluated. */
function toRecord(kind: Kind, { deleted_at: _, ...value }: Record<string, unknown>): DiaryRecord {
  const normalized = Object.entries(value).map(([name, inner]) => [name, normalizeValue(name, inner)]);
  return readRecord(kind, Object.fromEntries(normalized) as object);
}

function normalizeValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value)];
  const hasOffset = name.endsWith("_at") && typeof value === "string" && !value.endsWith("Z");
  return hasOffset ? new Date(value).toISOString() : value;
}
