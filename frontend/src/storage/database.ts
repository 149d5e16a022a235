/**
 * The IndexedDB schema and its write operations:
 *
 *   IndexedDB "footnote"
 *     episodes   id → {record, deleted}   the source of truth for the screens
 *     alerts     id → {record, deleted}
 *     checkIns   day → {record, deleted}
 *     background id → {record, deleted}
 *     questions  id → {record, deleted}
 *     outbox     [kind, key] → unsent change; at most one line a record
 *     meta       name → value: settings, session, assessment(s), prompts, phone_prompts,
 *                visits, acknowledged_signs, welcomed, edits (number of the last local edit),
 *                sync_cursor, merge_candidates and merge_notes (entries edited on two phones),
 *                persisted (storage persistence was granted), push_id (id of the push
 *                subscription), reminder_answers and prompt_answers (unsent), shared_file (from
 *                another app, until it is opened)
 *
 * localStorage (i18n/language.ts), cookies and service worker caches hold nothing of the diary.
 *
 * An outbox line marks a record as unsent; its content is read when it is sent. `edit` increases
 * with every change, so that a reply to an older edit never acknowledges or overwrites a newer one.
 * The change in flight is stored as it was sent until it is acknowledged: the server may or may not
 * have it.
 */
import { isComplete, KINDS, readRecord } from "../model/records";
import Dexie, { type Table } from "dexie";
import { type LineChange, applyEdit, toOutboxLine } from "./apply-edit";
import type { OutboxLine, RecordEdit, StoredRecord } from "./stored-types";
import { upgradeToVersion4 } from "./upgrade";
import type {
  Alert,
  BackgroundItem,
  CheckIn,
  Day,
  DiaryRecord,
  Episode,
  Question,
  RecordKind,
  Session,
  Kind,
} from "../model/types";

export interface SyncCursor {
  /** Opaque; `null`: nothing was read yet. */
  cursor: string | null;
  more: boolean;
}

interface LastEdit {
  /** The outbox line of this record. */
  unsent: OutboxLine | undefined;
  /** Number of the last edit of any record. */
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
    // The stores of queries.ts hold the data: Dexie's cache would be a second copy.
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
    this.version(4).stores({ outbox: "[kind+key], queued_at, attempts, rejection.status" }).upgrade(upgradeToVersion4);
    for (const kind of KINDS) this.recordTable(kind)!.hook("reading", (row) => completeRow(kind, row));
  }

  async get<T>(name: string): Promise<T | undefined> {
    return (await this.meta.get(name))?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.meta.put({ name, value });
  }

  /** Position in the server's change feed; `more`: the pull is incomplete. */
  async syncCursor(): Promise<SyncCursor> {
    return (await this.get<SyncCursor>("sync_cursor")) ?? { cursor: null, more: false };
  }

  /** The table of a record kind; `null` for settings, which are in meta. */
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

  /** Every record including deleted ones, by "kind key". */
  async allRecords(): Promise<ReadonlyMap<string, StoredRecord>> {
    const stored = new Map<string, StoredRecord>();
    for (const kind of KINDS) {
      for (const row of await this.recordTable(kind)!.toArray()) stored.set(`${kind} ${row.id}`, row);
    }
    return stored;
  }

  /** @returns the stored row */
  async putEpisode(record: Episode, deleted: 0 | 1, now: number): Promise<StoredRecord<Episode>> {
    return this.putRecord("episode", record.id, record, deleted, now);
  }

  /** @returns the stored row */
  async putAlert(record: Alert, now: number): Promise<StoredRecord<Alert>> {
    return this.putRecord("alert", record.id, record, 0, now);
  }

  /** @returns the stored row */
  async putCheckIn(date: Day, deleted: 0 | 1, now: number): Promise<StoredRecord<CheckIn>> {
    return this.putRecord("check_in", date, { date }, deleted, now);
  }

  /** @returns the stored row */
  async putBackground(record: BackgroundItem, deleted: 0 | 1, now: number): Promise<StoredRecord<BackgroundItem>> {
    return this.putRecord("background", record.id, record, deleted, now);
  }

  /** @returns the stored row */
  async putQuestion(record: Question, deleted: 0 | 1, now: number): Promise<StoredRecord<Question>> {
    return this.putRecord("question", record.id, record, deleted, now);
  }

  /** Store a local edit and its outbox line in one transaction. */
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
   * Store many records in one transaction, each as an edit of its own.
   *
   * @param selectEdits returns the edits, given the stored records by "kind key"
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

  /** Call inside a transaction over outbox and meta, with the result of `lastEdit` in it. */
  private async queue(line: LineChange, { unsent, edit }: LastEdit, now: number): Promise<void> {
    await Promise.all([this.set("edits", edit + 1), this.outbox.put(toOutboxLine(line, edit + 1, unsent, now))]);
  }

  /**
   * Purge deleted records that were synced; unsynced ones can be restored. Check-ins stay for their
   * version, since the day may be checked in again; entries with a merge note stay, too.
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
   * After sign-out: keep the diary with its unsent edits and the email of its owner, and delete the
   * server's assessments and prompts, which would become stale.
   */
  async detachFromAccount(): Promise<void> {
    await this.transaction("rw", this.meta, async () => {
      const { email, id } = (await this.get<Session>("session")) ?? {};
      await this.set("session", { signedIn: false, email, id, diaryRetained: true } satisfies Session);
      await this.meta.bulkDelete(["assessment", "assessments", "prompts"]);
    });
  }

  /** Delete every entry and derived data from this phone; settings and session stay. */
  async clearEntries(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of [...this.recordTables, this.outbox]) await table.clear();
      await this.meta.where("name").noneOf(["edits", "session", "settings", "sign_out_due", "welcomed"]).delete();
    });
  }

  /** Delete all data from this phone. */
  async clearAll(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of this.tables) await table.clear();
    });
  }
}

/** A row that an older app stored gets the fields which that app did not know; `undefined`: there is none. */
function completeRow(kind: Kind, row: StoredRecord | undefined): StoredRecord | undefined {
  return row === undefined || isComplete(kind, row.record) ? row : { ...row, record: readRecord(kind, row.record) };
}

export const db = new FootnoteDatabase();
