/** What was chosen of a file, brought into the diary on this phone: all of it, or none. */
import { db, type RecordEdit } from "../storage/database";
import { scheduleSend } from "../sync/scheduler";
import { compare, toBring, type Choices, type Compared, type Here } from "./compare";
import type { FromFile } from "./parse-file";

/** What a file is compared with: by the store itself, which the screens may be a moment behind. */
export function diaryHere(): Promise<Here> {
  return db.allRecords();
}

/**
 * It is compared anew with what is here at that moment, in the same transaction.
 *
 * @returns how many records were written
 */
export async function bringIn(records: readonly FromFile[], choices: Choices, now: number): Promise<number> {
  let brought = 0;
  await db.putRecords((here) => {
    const chosen = toBring(compare(records, here), choices);
    brought = chosen.length;
    return chosen.map(edit);
  }, now);
  scheduleSend();
  return brought;
}

/** What the server says of the record here stays; of one that is new here no server has said anything yet. */
function edit({ kind, id, record }: Compared): RecordEdit {
  const { created_at: _, updated_at, version: __, ...said } = record;
  return { kind, key: id, record: said, deleted: 0, edited_at: updated_at };
}
