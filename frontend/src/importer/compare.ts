/** What a file would change in the diary on this phone. */
import type { StoredRecord, Kind } from "../storage/database";
import type { DiaryRecord, ServerFields } from "../model/types";
import { writableFields } from "../model/record-fields";
import type { FromFile } from "./parse-file";

/** Of two that differ: the one that was changed last, the one here, or the one of the file. */
export type Keep = "newer" | "mine" | "file";

export interface Choices {
  keep: Keep;
  /** Whether what was deleted here comes back. */
  deleted: boolean;
}

/** deleted: it is deleted here, and in the file it is not. */
export type Found = "new" | "same" | "differs" | "deleted";

export interface Compared extends FromFile {
  found: Found;
  /** Of one that differs: whether the file's was changed later. */
  newer: boolean;
}

export type Here = ReadonlyMap<string, StoredRecord>;

export function placeOf(kind: Kind, id: string): string {
  return `${kind} ${id}`;
}

/** @param here what is on this phone, by `placeOf` */
export function compare(records: readonly FromFile[], here: Here): Compared[] {
  return records.map((one) => {
    const kept = here.get(placeOf(one.kind, one.id));
    if (kept === undefined) return { ...one, found: "new", newer: false };
    if (kept.deleted) return { ...one, found: "deleted", newer: false };
    if (same(one.kind, kept.record, one.record)) return { ...one, found: "same", newer: false };
    return { ...one, found: "differs", newer: isNewer(one.record, kept) };
  });
}

/** Those that are to be written, as asked. */
export function toBring(compared: readonly Compared[], { keep, deleted }: Choices): Compared[] {
  return compared.filter(({ found, newer }) => {
    if (found === "differs") return keep === "file" || (keep === "newer" && newer);
    return found === "new" || (found === "deleted" && deleted);
  });
}

/** Versions tell when they differ, else the time of the last change; what cannot be told stays. */
function isNewer({ version = 0, updated_at }: ServerFields, kept: StoredRecord): boolean {
  const mine = kept.record.version ?? 0;
  if (version > 0 && mine > 0 && version !== mine) return version > mine;
  return Date.parse(updated_at ?? "") > Date.parse(lastChanged(kept) ?? "");
}

/** When it was changed last, on this phone or as the server knows. */
export function lastChanged({ record, edited_at }: Pick<StoredRecord, "record" | "edited_at">): string | undefined {
  const times = [record.updated_at, edited_at].filter((time) => time !== undefined);
  return times.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1);
}

/** Whether both say the same; sets are sets, and a moment may be written in two ways. */
export function same(kind: Kind, one: DiaryRecord, other: DiaryRecord): boolean {
  const said = (record: DiaryRecord): string =>
    JSON.stringify(Object.entries(writableFields(kind, record)).map(([name, value]) => [name, ordered(name, value)]));
  return said(one) === said(other);
}

function ordered(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].sort();
  if (name.endsWith("_at") && typeof value === "string") return Date.parse(value);
  if (typeof value === "object" && value !== null) return Object.entries(value).sort();
  return value;
}
