/** The rows of the IndexedDB tables; see database.ts. */
import type { DiaryRecord, Instant, Kind, RecordKind, Rejection, ServerFields } from "../model/types";

export interface StoredRecord<T extends ServerFields = DiaryRecord> {
  /** The record's id; of a check-in, its day. */
  id: string;
  record: T;
  deleted: 0 | 1;
  /** Time of the last local edit; absent if it came from the server unchanged. */
  edited_at?: Instant;
  /** Last version written by this phone. */
  own_version?: number;
}

/** A change as it was sent. */
export interface SentChange {
  edit: number;
  op: "put" | "delete";
  base_version: number;
  /** The writable fields; for a delete, those of the deleted record. */
  content: Partial<DiaryRecord>;
}

export interface OutboxLine {
  kind: RecordKind;
  key: string;
  op: "put" | "delete";
  /** Number of the local edit, unique on this phone. */
  edit: number;
  /** Server version that the edit is based on; 0: none acknowledged yet. */
  base_version?: number | undefined;
  /** Sent but not acknowledged: sent again unchanged, so that the server detects the replay. */
  in_flight?: SentChange | undefined;
  /** Last known server state of the record; absent: the server has none. */
  server?: StoredRecord | undefined;
  /** Time of the first unsent edit, for the order. */
  queued_at: number;
  attempts: number;
  /** Time of the next attempt, in ms since 1970. */
  next_at: number;
  rejection?: Pick<Rejection, "status" | "errors"> | undefined;
}

/** A record to store. */
export interface RecordEdit<T extends DiaryRecord = DiaryRecord> {
  kind: Kind;
  key: string;
  record: T;
  deleted: 0 | 1;
  /** Time of the edit, if not now. */
  edited_at?: Instant | undefined;
}
