/** A local edit as a stored row and an outbox line. Pure. */
import type { DiaryRecord, ServerFields } from "../model/types";
import type { OutboxLine, RecordEdit, StoredRecord } from "./stored-types";

/** What an edit changes in the outbox line of its record. */
export type LineChange = Pick<OutboxLine, "kind" | "key" | "op" | "base_version" | "server">;

/** The row and outbox line after an edit. */
export function applyEdit<T extends DiaryRecord>(
  { kind, key, record, deleted, edited_at }: RecordEdit<T>,
  before: StoredRecord<T> | undefined,
  unsent: OutboxLine | undefined,
  now: number,
): { row: StoredRecord<T>; line: LineChange } {
  const row: StoredRecord<T> = {
    ...before,
    id: key,
    record: withServerFields(record, before?.record),
    deleted,
    edited_at: edited_at ?? new Date(now).toISOString(),
  };
  const knownVersion = before?.record.version ?? record.version ?? 0;
  // Unsent edits share the base of the first one. Restoring implies that the deletion was seen.
  const base_version = unsent
    ? unsent.base_version
    : before?.deleted === 1
      ? knownVersion
      : (record.version ?? knownVersion);
  const server = unsent ? unsent.server : before?.record.version === undefined ? undefined : before;
  return { row, line: { kind, key, op: deleted ? "delete" : "put", base_version, server } };
}

export function toOutboxLine(line: LineChange, edit: number, unsent: OutboxLine | undefined, now: number): OutboxLine {
  return {
    ...line,
    edit,
    in_flight: unsent?.in_flight,
    queued_at: unsent?.queued_at ?? now,
    attempts: 0,
    next_at: 0,
  };
}

/** Keep the newer server fields: a screen may save a record that it read before a sync. Versions only grow. */
function withServerFields<T extends ServerFields>(record: T, before: T | undefined): T {
  if (before?.version === undefined || (record.version ?? 0) >= before.version) return record;
  const { created_at, updated_at, version } = before;
  return { ...record, created_at, updated_at, version };
}
