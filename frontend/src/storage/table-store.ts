/**
 * The rows of a table as a store: read once, then only changed rows, from every tab and worker.
 * A diary of years is not read again on every save.
 */
import type { Table } from "dexie";
import { readable, type Readable } from "svelte/store";
import { onTableChange } from "./table-changes";
import type { StoredRecord } from "./stored-types";
import type { ServerFields } from "../model/types";

export interface RecordStore<T extends ServerFields> extends Readable<StoredRecord<T>[] | undefined> {
  /** Publish a row that was just stored, before the change event. */
  show(row: StoredRecord<T>): void;
}

/**
 * In no order; `undefined` until the table has been read. Without subscribers nothing is watched.
 *
 * @param reload store whose changes cause a full read
 */
export function recordStore<T extends ServerFields>(
  table: Table<StoredRecord<T>, string>,
  reload?: Readable<number>,
): RecordStore<T> {
  let rows: Map<string, StoredRecord<T>> | undefined;
  let publish: () => void = () => undefined;

  function applyRow(id: string, row: StoredRecord<T> | undefined): boolean {
    if (rows === undefined || JSON.stringify(rows.get(id)) === JSON.stringify(row)) return false;
    if (row === undefined) rows.delete(id);
    else rows.set(id, row);
    return true;
  }

  async function readAll(): Promise<void> {
    rows = new Map((await table.toArray()).map((row) => [row.id, row]));
    publish();
  }

  async function readChanged(ids: string[]): Promise<void> {
    const current = await table.bulkGet(ids);
    const changed = ids.map((id, n) => applyRow(id, current[n]));
    if (changed.includes(true)) publish();
  }

  const { subscribe } = readable<StoredRecord<T>[] | undefined>(undefined, (set) => {
    publish = () => set(rows && [...rows.values()]);
    // Serialize reads, so that an older result never replaces a newer one.
    let reading = Promise.resolve();
    const enqueue = (job: () => Promise<void>): void => {
      reading = reading.then(job).catch((error: unknown) => reportError(error));
    };
    const stop = onTableChange(table, (changed) => {
      enqueue(changed === "many" ? readAll : () => readChanged([...changed] as string[]));
    });
    enqueue(readAll);
    let count = 0;
    const stopReload = reload?.subscribe(() => {
      if (count++ > 0) enqueue(readAll);
    });
    return () => {
      stopReload?.();
      stop();
      publish = () => undefined;
    };
  });

  return {
    subscribe,
    show: (row) => {
      if (applyRow(row.id, row)) publish();
    },
  };
}
