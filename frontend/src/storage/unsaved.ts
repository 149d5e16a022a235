/**
 * What the store of this phone did not take: held in memory, shown like the rest, and tried
 * again until it is stored. It is lost with the page, so the page says so and warns before it goes.
 */
import { derived, get, writable, type Readable } from "svelte/store";
import { type Kept, type Kind } from "./database";
import type { DiaryRecord, Settings } from "../model/types";

export interface Unsaved {
  kind: Kind;
  row: Kept;
}

const held = writable<ReadonlyMap<string, Unsaved>>(new Map());
/** The settings that were changed and not stored. */
export const unsavedSettings = writable<Partial<Settings> | null>(null);

/** In the order in which they were written down. */
export const unsavedRows: Readable<Unsaved[]> = derived(held, (all) => [...all.values()]);

/** How many things are in memory only. */
export const unsavedCount: Readable<number> = derived(
  [held, unsavedSettings],
  ([all, settings]) => all.size + (settings === null ? 0 : 1),
);

/** Whether this record is in memory only. */
export const isUnsaved: Readable<(kind: Kind, id: string) => boolean> = derived(
  held,
  (all) => (kind: Kind, id: string) => all.has(`${kind} ${id}`),
);

export function hold(one: Unsaved): void {
  held.update((all) => {
    const next = new Map(all);
    next.delete(placeOf(one)); // the newest edit is the last
    return next.set(placeOf(one), one);
  });
}

/** It is stored, as it was then: a newer edit stays. */
export function release(kind: Kind, id: string, stored?: Unsaved): void {
  const place = `${kind} ${id}`;
  const now = get(held).get(place);
  if (now === undefined || (stored !== undefined && now !== stored)) return;
  held.update((all) => new Map([...all].filter(([name]) => name !== place)));
}

/** The rows of one kind as they were written last, stored or not. */
export function withUnsaved<T extends DiaryRecord>(
  kind: Kind,
  rows: Readable<Kept<T>[] | undefined>,
  trouble: Readable<unknown>,
): Readable<Kept<T>[] | undefined> {
  return derived([rows, held, trouble], ([stored, all, wrong]) => {
    // Nothing can be read: what is in memory is all there is to show.
    const read = stored ?? (wrong ? [] : undefined);
    const own = [...all.values()].filter((one) => one.kind === kind).map(({ row }) => row as Kept<T>);
    if (read === undefined || own.length === 0) return read;
    const ids = new Set(own.map(({ id }) => id));
    return [...read.filter(({ id }) => !ids.has(id)), ...own];
  });
}

function placeOf({ kind, row }: Unsaved): string {
  return `${kind} ${row.id}`;
}
