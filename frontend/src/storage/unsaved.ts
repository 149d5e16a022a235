/**
 * Records that could not be written to IndexedDB: in memory, shown like the rest and retried. They
 * are lost with the page, so the page shows a warning and confirms before it closes.
 */
import { derived, get, writable, type Readable } from "svelte/store";
import type { StoredRecord } from "./stored-types";
import type { DiaryRecord, Settings, Kind } from "../model/types";

export interface Unsaved {
  kind: Kind;
  row: StoredRecord;
}

const unsaved = writable<ReadonlyMap<string, Unsaved>>(new Map());
/** Changed settings that are not stored. */
export const unsavedSettings = writable<Partial<Settings> | null>(null);

/** In the order of the edits. */
export const unsavedRows: Readable<Unsaved[]> = derived(unsaved, (all) => [...all.values()]);

/** Number of records and settings in memory only. */
export const unsavedCount: Readable<number> = derived(
  [unsaved, unsavedSettings],
  ([all, settings]) => all.size + (settings === null ? 0 : 1),
);

/** True if this record is in memory only. */
export const isUnsaved: Readable<(kind: Kind, id: string) => boolean> = derived(
  unsaved,
  (all) => (kind: Kind, id: string) => all.has(`${kind} ${id}`),
);

export function holdUnsaved(entry: Unsaved): void {
  unsaved.update((all) => {
    const next = new Map(all);
    next.delete(keyOf(entry)); // the newest edit is the last
    return next.set(keyOf(entry), entry);
  });
}

/** Remove a stored record, unless it was edited since. */
export function releaseUnsaved(kind: Kind, id: string, stored?: Unsaved): void {
  const key = `${kind} ${id}`;
  const current = get(unsaved).get(key);
  if (current === undefined || (stored !== undefined && current !== stored)) return;
  unsaved.update((all) => new Map([...all].filter(([name]) => name !== key)));
}

/** The rows of one kind, stored or unsaved. */
export function withUnsaved<T extends DiaryRecord>(
  kind: Kind,
  rows: Readable<StoredRecord<T>[] | undefined>,
  storageFailure: Readable<unknown>,
): Readable<StoredRecord<T>[] | undefined> {
  return derived([rows, unsaved, storageFailure], ([stored, all, failure]) => {
    // Storage cannot be read: show the records in memory.
    const readable = stored ?? (failure ? [] : undefined);
    const pending = [...all.values()].filter((entry) => entry.kind === kind).map(({ row }) => row as StoredRecord<T>);
    if (readable === undefined || pending.length === 0) return readable;
    const ids = new Set(pending.map(({ id }) => id));
    return [...readable.filter(({ id }) => !ids.has(id)), ...pending];
  });
}

function keyOf({ kind, row }: Unsaved): string {
  return `${kind} ${row.id}`;
}
