/**
 * The only file that touches storage. What is stored where, on this phone:
 *
 *   IndexedDB "footnote"
 *     episodes   id → {record, deleted}   the truth for the screen
 *     alerts     id → {record, deleted}
 *     checkIns   day → {record, deleted}
 *     background id → {record, deleted}
 *     questions  id → {record, deleted}
 *     outbox     [kind, key] → what must still reach the server; at most one line a record
 *     meta       name → value: settings, session, assessment(s), prompts, phone_prompts,
 *                visits, signs_read, welcomed, read (how far the server's changes were read), and
 *                of entries that were changed on two phones: to_look_at, merged; persisted (whether
 *                the phone promised to keep all this), push_id (this browser, for the server),
 *                notice_answers and prompt_answers (to notifications and in Care, until the server
 *                has them), handed_over (a file that another app shared, until it is looked at)
 *
 * Nothing of the diary is in localStorage (i18n/language.ts), in cookies of ours, or in a cache of
 * the service worker.
 *
 * An outbox line says "this record is unsent", and the sender reads the record as it then is.
 * `edit` grows with every change, so that a reply for an older edit can never settle or
 * overwrite a newer one. What is under way stands in the line as it was sent, until it is
 * answered: the server may have it, or not.
 */
import Dexie, { type Table } from "dexie";
import { renameStoredFields } from "./upgrade";
import type {
  Alert,
  BackgroundItem,
  CheckIn,
  Day,
  DiaryRecord,
  Episode,
  Instant,
  Rejection,
  Question,
  RecordKind,
  ServerFields,
  Session,
} from "../model/types";

export interface StoredRecord<T extends ServerFields = DiaryRecord> {
  /** The record's id; of a check-in, its day. */
  id: string;
  record: T;
  deleted: 0 | 1;
  /** When it was last changed on this phone; absent: not since it came from the server. */
  edited_at?: Instant;
  /** The last version that this phone wrote. */
  own_version?: number;
}

/** One change, as it was sent. */
export interface SentChange {
  edit: number;
  op: "put" | "delete";
  base_version: number;
  /** What it said; of a delete, what was deleted. */
  content: Partial<DiaryRecord>;
}

export interface OutboxLine {
  kind: RecordKind;
  key: string;
  op: "put" | "delete";
  /** Which local edit this is; never the same twice on one phone. */
  edit: number;
  /** The server's version that the edit was made on; 0: it had confirmed none. */
  base_version?: number | undefined;
  /** Sent, and not answered yet: goes first, so that the server knows it again. */
  in_flight?: SentChange | undefined;
  /** The record as the server has it, as far as this phone knows; none: not at all. */
  server?: StoredRecord | undefined;
  /** Order of the first unsent edit. */
  queued_at: number;
  attempts: number;
  /** Not before; milliseconds since 1970. */
  next_at: number;
  rejection?: Pick<Rejection, "status" | "errors"> | undefined;
}

export const KINDS = ["episode", "alert", "check_in", "background", "question"] as const;
/** What a diary is made of; settings are no record. */
export type Kind = (typeof KINDS)[number];

/** A record as it is to be kept. */
export interface RecordEdit<T extends DiaryRecord = DiaryRecord> {
  kind: Kind;
  key: string;
  record: T;
  deleted: 0 | 1;
  /** When it was changed last, where that was not now. */
  edited_at?: Instant | undefined;
}

type LineChange = Pick<OutboxLine, "kind" | "key" | "op" | "base_version" | "server">;

export interface SyncCursor {
  cursor: number;
  more: boolean;
}

interface LastEdit {
  /** The line of this record that is still unsent. */
  unsent: OutboxLine | undefined;
  /** The newest edit of all. */
  edit: number;
}

export class FootnoteDatabase extends Dexie {
  episodes!: Table<StoredRecord<Episode>, string>;
  alerts!: Table<StoredRecord<Alert>, string>;
  checkIns!: Table<StoredRecord<CheckIn>, string>;
  background!: Table<StoredRecord<BackgroundItem>, string>;
  questions!: Table<StoredRecord<Question>, string>;
  outbox!: Table<OutboxLine, [RecordKind, string]>;
  meta!: Table<{ name: string; value: unknown }, string>;

  constructor(name = "footnote") {
    // Everything read is kept by the stores (queries.ts): a second copy would only be paid for.
    super(name, { cache: "disabled" });
    this.version(1).stores({
      episodes: "id, deleted",
      alerts: "id, deleted",
      checkIns: "id, deleted",
      outbox: "[kind+key], queued_at, attempts, problem.status",
      meta: "name",
    });
    this.version(2).stores({ background: "id, deleted" });
    this.version(3).stores({ questions: "id, deleted" });
    this.version(4).stores({ outbox: "[kind+key], queued_at, attempts, rejection.status" }).upgrade(renameStoredFields);
  }

  async get<T>(name: string): Promise<T | undefined> {
    return (await this.meta.get(name))?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.meta.put({ name, value });
  }

  /** How far the changes made elsewhere were read; `more`: not to the end. */
  async syncCursor(): Promise<SyncCursor> {
    return (await this.get<SyncCursor>("sync_cursor")) ?? { cursor: 0, more: false };
  }

  /** The records of one kind; `null` for settings, which are in meta. */
  recordTable(kind: RecordKind): Table<StoredRecord, string> | null {
    const tables = {
      episode: this.episodes,
      alert: this.alerts,
      check_in: this.checkIns,
      background: this.background,
      question: this.questions,
    };
    return kind === "settings" ? null : (tables[kind] as unknown as Table<StoredRecord, string>);
  }

  get recordTables(): Table<StoredRecord, string>[] {
    return KINDS.map((kind) => this.recordTable(kind)!);
  }

  /** Every record by "kind key", deleted or not. */
  async allRecords(): Promise<ReadonlyMap<string, StoredRecord>> {
    const stored = new Map<string, StoredRecord>();
    for (const kind of KINDS) {
      for (const row of await this.recordTable(kind)!.toArray()) stored.set(`${kind} ${row.id}`, row);
    }
    return stored;
  }

  /** @returns the row as it is kept now */
  async putEpisode(record: Episode, deleted: 0 | 1, now: number): Promise<StoredRecord<Episode>> {
    return this.putRecord("episode", record.id, record, deleted, now);
  }

  /** @returns the row as it is kept now */
  async putAlert(record: Alert, now: number): Promise<StoredRecord<Alert>> {
    return this.putRecord("alert", record.id, record, 0, now);
  }

  /** @returns the row as it is kept now */
  async putCheckIn(date: Day, deleted: 0 | 1, now: number): Promise<StoredRecord<CheckIn>> {
    return this.putRecord("check_in", date, { date }, deleted, now);
  }

  /** @returns the row as it is kept now */
  async putBackground(record: BackgroundItem, deleted: 0 | 1, now: number): Promise<StoredRecord<BackgroundItem>> {
    return this.putRecord("background", record.id, record, deleted, now);
  }

  /** @returns the row as it is kept now */
  async putQuestion(record: Question, deleted: 0 | 1, now: number): Promise<StoredRecord<Question>> {
    return this.putRecord("question", record.id, record, deleted, now);
  }

  /** Keep a record as edited here, and note that it is unsent: both or neither. */
  async putRecord<T extends DiaryRecord>(
    kind: Kind,
    key: string,
    record: T,
    deleted: 0 | 1,
    now: number,
  ): Promise<StoredRecord<T>> {
    const table = this.recordTable(kind) as unknown as Table<StoredRecord<T>, string>;
    return this.transaction("rw", table, this.outbox, this.meta, async () => {
      const [before, last] = await Promise.all([table.get(key), this.lastEdit(kind, key)]);
      const { row, line } = applyEdit({ kind, key, record, deleted }, before, last.unsent, now);
      await Promise.all([table.put(row), this.queue(line, last, now)]);
      return row;
    });
  }

  /**
   * Keep many records, each as an edit of its own: all of them, or none.
   *
   * @param selectEdits says what to keep, knowing what is here by "kind key" at that moment
   */
  async putRecords(
    selectEdits: (stored: ReadonlyMap<string, StoredRecord>) => readonly RecordEdit[],
    now: number,
  ): Promise<void> {
    await this.transaction("rw", [this.outbox, this.meta, ...this.recordTables], async () => {
      const stored = await this.allRecords();
      const edits = selectEdits(stored);
      const last = (await this.get<number>("edits")) ?? 0;
      const unsent = await this.outbox.bulkGet(edits.map(({ kind, key }): [RecordKind, string] => [kind, key]));
      const written = edits.map((edit, n) => {
        const { row, line } = applyEdit(edit, stored.get(`${edit.kind} ${edit.key}`), unsent[n], now);
        return { kind: edit.kind, row, line: toOutboxLine(line, last + n + 1, unsent[n], now) };
      });
      for (const kind of KINDS) {
        await this.recordTable(kind)!.bulkPut(written.filter((entry) => entry.kind === kind).map(({ row }) => row));
      }
      await this.outbox.bulkPut(written.map(({ line }) => line));
      await this.set("edits", last + edits.length);
    });
  }

  async putSettings(value: unknown, now: number): Promise<void> {
    await this.transaction("rw", this.outbox, this.meta, async () => {
      const line = { kind: "settings", key: "settings", op: "put" } as const;
      const last = await this.lastEdit(line.kind, line.key);
      await Promise.all([this.set("settings", value), this.queue(line, last, now)]);
    });
  }

  private async lastEdit(kind: RecordKind, key: string): Promise<LastEdit> {
    const [unsent, edit] = await Promise.all([this.outbox.get([kind, key]), this.get<number>("edits")]);
    return { unsent, edit: edit ?? 0 };
  }

  /** Call inside a transaction over outbox and meta, with what `lastEdit` told in it. */
  private async queue(line: LineChange, { unsent, edit }: LastEdit, now: number): Promise<void> {
    await Promise.all([this.set("edits", edit + 1), this.outbox.put(toOutboxLine(line, edit + 1, unsent, now))]);
  }

  /**
   * Forget what was deleted and has reached the server; until then it can be brought back. A day
   * stays, for its version: it may be checked in again. So do entries that a note is about.
   */
  async purgeDeleted(): Promise<void> {
    await this.transaction("rw", [this.outbox, this.meta, ...this.recordTables], async () => {
      const noted = Object.keys((await this.get<object>("merge_notes")) ?? {});
      for (const kind of KINDS) {
        if (kind === "check_in") continue;
        const table = this.recordTable(kind)!;
        const deleted = await table.where("deleted").equals(1).primaryKeys();
        const unsent = await this.outbox.bulkGet(deleted.map((key): [RecordKind, string] => [kind, key]));
        await table.bulkDelete(deleted.filter((key, n) => unsent[n] === undefined && !noted.includes(key)));
      }
    });
  }

  /**
   * The diary of somebody who signs out stays as it is, unsent edits too, and says whose it is.
   * What only the server knows goes, as it would grow old.
   */
  async detachFromAccount(): Promise<void> {
    await this.transaction("rw", this.meta, async () => {
      const { email, id } = (await this.get<Session>("session")) ?? {};
      await this.set("session", { signedIn: false, email, id, diaryRetained: true } satisfies Session);
      await this.meta.bulkDelete(["assessment", "assessments", "prompts"]);
    });
  }

  /** Every entry and what was made of it, gone from this phone; settings and the sign-in stay. */
  async clearEntries(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of [...this.recordTables, this.outbox]) await table.clear();
      await this.meta.where("name").noneOf(["edits", "session", "settings", "sign_out_due", "welcomed"]).delete();
    });
  }

  /** Everything of the diary, gone from this phone. */
  async clearAll(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of this.tables) await table.clear();
    });
  }
}

/** The row and what is to be sent of it, after an edit of what was there before. */
function applyEdit<T extends DiaryRecord>(
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
  // All unsent edits were made on the base of the first; to bring back is to have seen the deletion.
  const base_version = unsent
    ? unsent.base_version
    : before?.deleted === 1
      ? knownVersion
      : (record.version ?? knownVersion);
  const server = unsent ? unsent.server : before?.record.version === undefined ? undefined : before;
  return { row, line: { kind, key, op: deleted ? "delete" : "put", base_version, server } };
}

function toOutboxLine(line: LineChange, edit: number, unsent: OutboxLine | undefined, now: number): OutboxLine {
  return {
    ...line,
    edit,
    in_flight: unsent?.in_flight,
    queued_at: unsent?.queued_at ?? now,
    attempts: 0,
    next_at: 0,
  };
}

/** A screen may hand back a record it read before the server answered; versions only grow. */
function withServerFields<T extends ServerFields>(record: T, before: T | undefined): T {
  if (before?.version === undefined || (record.version ?? 0) >= before.version) return record;
  const { created_at, updated_at, version } = before;
  return { ...record, created_at, updated_at, version };
}

export const db = new FootnoteDatabase();
