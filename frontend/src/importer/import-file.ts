/** What was chosen of a file, brought into the diary on this phone: all of it, or none. */
import { db, type RecordEdit } from "../storage/database";
import { scheduleSend } from "../sync/scheduler";
import { compare, recordsToImport, type ImportChoices, type ComparedRecord, type StoredRecords } from "./compare";
import type { ParsedRecord } from "./parse-file";

/** What a file is compared with: by the store itself, which the screens may be a moment behind. */
export function readStoredRecords(): Promise<StoredRecords> {
  return db.allRecords();
}

/**
 * It is compared anew with what is here at that moment, in the same transaction.
 *
 * @returns how many records were written
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

/** What the server says of the record here stays; of one that is new here no server has said anything yet. */
function toRecordEdit({ kind, id, record }: ComparedRecord): RecordEdit {
  const { created_at: _, updated_at, version: __, ...content } = record;
  return { kind, key: id, record: content, deleted: 0, edited_at: updated_at };
}
