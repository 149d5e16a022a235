/**
 * The rows of a table as a store: read whole once, then only the rows that change, whichever
 * tab or worker changes them. A diary of years is not read again for every save.
 */
import type { Table } from "dexie";
import { readable, type Readable } from "svelte/store";
import { onChange } from "./table-changes";
import type { Kept } from "./database";
import type { ServerFields } from "../model/types";

export interface Rows<T extends ServerFields> extends Readable<Kept<T>[] | undefined> {
  /** Show a row that has just been stored here, before the storage tells of it. */
  take(row: Kept<T>): void;
}

/**
 * In no order; `undefined` until the table has been read. Without subscribers nothing is watched.
 *
 * @param again what grows when all is to be read again
 */
export function rowsOf<T extends ServerFields>(table: Table<Kept<T>, string>, again?: Readable<number>): Rows<T> {
  let rows: Map<string, Kept<T>> | undefined;
  let tell: () => void = () => undefined;

  function put(id: string, row: Kept<T> | undefined): boolean {
    if (rows === undefined || JSON.stringify(rows.get(id)) === JSON.stringify(row)) return false;
    if (row === undefined) rows.delete(id);
    else rows.set(id, row);
    return true;
  }

  async function readAll(): Promise<void> {
    rows = new Map((await table.toArray()).map((row) => [row.id, row]));
    tell();
  }

  async function readChanged(ids: string[]): Promise<void> {
    const found = await table.bulkGet(ids);
    const changed = ids.map((id, n) => put(id, found[n]));
    if (changed.includes(true)) tell();
  }

  const { subscribe } = readable<Kept<T>[] | undefined>(undefined, (set) => {
    tell = () => set(rows && [...rows.values()]);
    // One read at a time, so that an older answer never replaces a newer one.
    let reading = Promise.resolve();
    const read = (job: () => Promise<void>): void => {
      reading = reading.then(job).catch((error: unknown) => reportError(error));
    };
    const stop = onChange(table, (changed) => {
      read(changed === "many" ? readAll : () => readChanged([...changed] as string[]));
    });
    read(readAll);
    let times = 0;
    const end = again?.subscribe(() => {
      if (times++ > 0) read(readAll);
    });
    return () => {
      end?.();
      stop();
      tell = () => undefined;
    };
  });

  return {
    subscribe,
    take: (row) => {
      if (put(row.id, row)) tell();
    },
  };
}
