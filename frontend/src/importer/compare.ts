/** Compare the records of a file with the diary on this phone. */
import type { StoredRecord } from "../storage/stored-types";
import type { DiaryRecord, ServerFields, Kind } from "../model/types";
import { pickFields } from "../model/records";
import type { ParsedRecord } from "./parse-file";

/** Conflict resolution: last changed, the stored record, or the record of the file. */
export type ConflictChoice = "newer" | "mine" | "file";

export interface ImportChoices {
  keep: ConflictChoice;
  /** Restore records that are deleted on this phone. */
  deleted: boolean;
}

/** deleted: deleted on this phone, but not in the file. */
export type ImportState = "new" | "same" | "differs" | "deleted";

export interface ComparedRecord extends ParsedRecord {
  state: ImportState;
  /** If it differs: true if the file's record was changed later. */
  newer: boolean;
}

export type StoredRecords = ReadonlyMap<string, StoredRecord>;

export function recordKey(kind: Kind, id: string): string {
  return `${kind} ${id}`;
}

/** @param storedRecords records on this phone by `recordKey` */
export function compare(records: readonly ParsedRecord[], storedRecords: StoredRecords): ComparedRecord[] {
  return records.map((record) => {
    const stored = storedRecords.get(recordKey(record.kind, record.id));
    if (stored === undefined) return { ...record, state: "new", newer: false };
    if (stored.deleted) return { ...record, state: "deleted", newer: false };
    if (hasEqualContent(record.kind, stored.record, record.record)) return { ...record, state: "same", newer: false };
    return { ...record, state: "differs", newer: isNewer(record.record, stored) };
  });
}

/** The records to import for these choices. */
export function recordsToImport(
  compared: readonly ComparedRecord[],
  { keep, deleted }: ImportChoices,
): ComparedRecord[] {
  return compared.filter(({ state, newer }) => {
    if (state === "differs") return keep === "file" || (keep === "newer" && newer);
    return state === "new" || (state === "deleted" && deleted);
  });
}

/** By version, else by the time of the last change; false if neither decides. */
function isNewer({ version = 0, updated_at }: ServerFields, stored: StoredRecord): boolean {
  const storedVersion = stored.record.version ?? 0;
  if (version > 0 && storedVersion > 0 && version !== storedVersion) return version > storedVersion;
  return Date.parse(updated_at ?? "") > Date.parse(lastChangedAt(stored) ?? "");
}

/** Time of the last change, on this phone or the server. */
export function lastChangedAt({ record, edited_at }: Pick<StoredRecord, "record" | "edited_at">): string | undefined {
  const times = [record.updated_at, edited_at].filter((time) => time !== undefined);
  return times.sort((record, other) => Date.parse(record) - Date.parse(other)).at(-1);
}

/** True if the writable fields are equal; order of sets and notation of instants do not matter. */
export function hasEqualContent(kind: Kind, a: DiaryRecord, b: DiaryRecord): boolean {
  const content = (record: DiaryRecord): string =>
    JSON.stringify(
      Object.entries(pickFields(kind, record)).map(([name, value]) => [name, normalizeValue(name, value)]),
    );
  return content(a) === content(b);
}

function normalizeValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].sort();
  if (name.endsWith("_at") && typeof value === "string") return Date.parse(value);
  if (typeof value === "object" && value !== null) return Object.entries(value).sort();
  return value;
}
