/** IndexedDB schema migration, version 3 to 4: renames fields and meta keys. Outbox rows are kept. */
import type { Transaction } from "dexie";

/** Meta key of version 3 → of version 4. */
const META_KEYS: Readonly<Record<string, string>> = {
  read: "sync_cursor",
  to_look_at: "merge_candidates",
  merged: "merge_notes",
  signs_read: "acknowledged_signs",
  handed_over: "shared_file",
  notice_answers: "reminder_answers",
};
const RECORD_TABLES = ["episodes", "alerts", "checkIns", "background", "questions"];

type Row = Record<string, unknown>;

export async function upgradeToVersion4(transaction: Transaction): Promise<void> {
  for (const name of RECORD_TABLES) await transaction.table(name).toCollection().modify(renameRecordFields);
  await transaction
    .table("outbox")
    .toCollection()
    .modify((line: Row) => {
      renameField(line, "under_way", "in_flight");
      renameField(line, "problem", "rejection");
      const sentContent = (line["in_flight"] as Row | undefined)?.["content"];
      if (sentContent) renameField(sentContent as Row, "asked", "discussed");
      if (line["server"] !== undefined) renameRecordFields(line["server"] as Row);
    });
  const meta = transaction.table<{ name: string; value: unknown }>("meta");
  for (const { name, value } of await meta.toArray()) {
    const items = Array.isArray(value) ? (value as Row[]) : [];
    if (name === "session") renameField(value as Row, "kept", "diaryRetained");
    if (name === "phone_prompts") for (const prompt of items) renameField(prompt, "carried", "transferred");
    if (name === "prompt_answers") for (const pending of items) renameField(pending, "given", "answer");
    const next = META_KEYS[name] ?? name;
    if (next !== name) await meta.delete(name);
    await meta.put({ name: next, value });
  }
}

function renameRecordFields(row: Row): void {
  renameField(row, "mine", "own_version");
  if (row["record"]) renameField(row["record"] as Row, "asked", "discussed"); // of a question
}

function renameField(row: Row, from: string, to: string): void {
  if (!(from in row)) return;
  row[to] = row[from];
  delete row[from];
}
