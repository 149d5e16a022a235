/** Import the selected records of a file in one transaction. */
import type { RecordEdit } from "../storage/stored-types";
import { db } from "../storage/database";
import { scheduleSend } from "../sync/scheduler";
import { compare, recordsToImport, type ImportChoices, type ComparedRecord, type StoredRecords } from "./compare";
import type { ParsedRecord } from "./parse-file";

/** Stored records to compare with, read from IndexedDB since the screens may lag behind. */
export function readStoredRecords(): Promise<StoredRecords> {
  return db.allRecords();
}

/**
 * Compares again with the stored records in the same transaction.
 *
 * @returns number of imported records
 */
export async function importRecords(
  records: readonly ParsedRecord[],
  choices: ImportChoices,
  now: number,
): Promise<number> {
  let count = 0;
  await db.putRecords((stored) => {
    const selected = recordsToImport(compare(records, stored), choices);
    count = selected.length;
    return selected.map(toRecordEdit);
  }, now);
  scheduleSend();
  return count;
}

/** Drop the file's server fields: a stored record keeps its own, a new one has none. */
function toRecordEdit({ kind, id, record }: ComparedRecord): RecordEdit {
  const { created_at: _, updated_at, version: __, ...content } = record;
  return { kind, key: id, record: content, deleted: 0, edited_at: updated_at };
}
