/**
 * What the store of this phone did not take: held in memory, shown like the rest, and tried
 * again until it is stored. It is lost with the page, so the page says so and warns before it goes.
 */
import { derived, get, writable, type Readable } from "svelte/store";
import { type StoredRecord, type Kind } from "./database";
import type { DiaryRecord, Settings } from "../model/types";

export interface Unsaved {
  kind: Kind;
  row: StoredRecord;
}

const unsaved = writable<ReadonlyMap<string, Unsaved>>(new Map());
/** The settings that were changed and not stored. */
export const unsavedSettings = writable<Partial<Settings> | null>(null);

/** In the order in which they were written down. */
export const unsavedRows: Readable<Unsaved[]> = derived(unsaved, (all) => [...all.values()]);

/** How many things are in memory only. */
export const unsavedCount: Readable<number> = derived(
  [unsaved, unsavedSettings],
  ([all, settings]) => all.size + (settings === null ? 0 : 1),
);

/** Whether this record is in memory only. */
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

/** It is stored, as it was then: a newer edit stays. */
export function releaseUnsaved(kind: Kind, id: string, stored?: Unsaved): void {
  const key = `${kind} ${id}`;
  const current = get(unsaved).get(key);
  if (current === undefined || (stored !== undefined && current !== stored)) return;
  unsaved.update((all) => new Map([...all].filter(([name]) => name !== key)));
}

/** The rows of one kind as they were written last, stored or not. */
export function withUnsaved<T extends DiaryRecord>(
  kind: Kind,
  rows: Readable<StoredRecord<T>[] | undefined>,
  storageFailure: Readable<unknown>,
): Readable<StoredRecord<T>[] | undefined> {
  return derived([rows, unsaved, storageFailure], ([stored, all, failure]) => {
    // Nothing can be read: what is in memory is all there is to show.
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
