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
 *     meta       name → value: settings, session, assessment(s), prompts, signs_read,
 *                welcomed
 *
 * Nothing of the diary is in localStorage (words/language.ts), in cookies of ours, or in a cache of
 * the service worker.
 *
 * An outbox line holds no copy of the record: it says "this record is unsent", and the sender
 * reads the record as it then is. `edit` grows with every change, so that a reply for an older
 * edit can never settle or overwrite a newer one.
 */
import Dexie, { type Table } from "dexie";
import type {
  Alert, BackgroundItem, CheckIn, Day, DiaryRecord, Episode, Problem, Question, RecordKind, ServerFields,
} from "./types";

export interface Kept<T extends ServerFields = DiaryRecord> {
  /** The record's id; of a check-in, its day. */
  id: string;
  record: T;
  deleted: 0 | 1;
}

export interface OutboxLine {
  kind: RecordKind;
  key: string;
  op: "put" | "delete";
  /** Which local edit this is; never the same twice on one phone. */
  edit: number;
  /** The server's version that the edit was made on: 0 when it has confirmed none (`baseOf`). */
  base_version?: number;
  /** Order of the first unsent edit. */
  queued_at: number;
  attempts: number;
  /** Not before; milliseconds since 1970. */
  next_at: number;
  problem?: Pick<Problem, "status" | "errors">;
}

const KINDS = ["episode", "alert", "check_in", "background", "question"] as const;

interface LastEdit {
  /** The line of this record that is still unsent. */
  waiting: OutboxLine | undefined;
  /** The newest edit of all. */
  edit: number;
}

export class FootnoteDatabase extends Dexie {
  episodes!: Table<Kept<Episode>, string>;
  alerts!: Table<Kept<Alert>, string>;
  checkIns!: Table<Kept<CheckIn>, string>;
  background!: Table<Kept<BackgroundItem>, string>;
  questions!: Table<Kept<Question>, string>;
  outbox!: Table<OutboxLine, [RecordKind, string]>;
  meta!: Table<{ name: string; value: unknown }, string>;

  constructor(name = "footnote") {
    // Everything read is kept by the stores (live.ts): a second copy would only be paid for.
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
  }

  async get<T>(name: string): Promise<T | undefined> {
    return (await this.meta.get(name))?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.meta.put({ name, value });
  }

  /** The records of one kind; `null` for settings, which are in meta. */
  recordsOf(kind: RecordKind): Table<Kept, string> | null {
    const tables = {
      episode: this.episodes, alert: this.alerts, check_in: this.checkIns, background: this.background,
      question: this.questions,
    };
    return kind === "settings" ? null : (tables[kind] as unknown as Table<Kept, string>);
  }

  get recordTables(): Table<Kept, string>[] {
    return KINDS.map((kind) => this.recordsOf(kind)!);
  }

  /** @returns the row as it is kept now */
  async keepEpisode(record: Episode, deleted: 0 | 1, now: number): Promise<Kept<Episode>> {
    return this.keep("episode", record.id, record, deleted, now);
  }

  /** @returns the row as it is kept now */
  async keepAlert(record: Alert, now: number): Promise<Kept<Alert>> {
    return this.keep("alert", record.id, record, 0, now);
  }

  /** @returns the row as it is kept now */
  async keepCheckIn(date: Day, deleted: 0 | 1, now: number): Promise<Kept<CheckIn>> {
    return this.keep("check_in", date, { date }, deleted, now);
  }

  /** @returns the row as it is kept now */
  async keepBackground(record: BackgroundItem, deleted: 0 | 1, now: number): Promise<Kept<BackgroundItem>> {
    return this.keep("background", record.id, record, deleted, now);
  }

  /** @returns the row as it is kept now */
  async keepQuestion(record: Question, deleted: 0 | 1, now: number): Promise<Kept<Question>> {
    return this.keep("question", record.id, record, deleted, now);
  }

  /** Keep a record as edited here, and note that it is unsent: both or neither. */
  private async keep<T extends DiaryRecord>(
    kind: RecordKind,
    key: string,
    record: T,
    deleted: 0 | 1,
    now: number,
  ): Promise<Kept<T>> {
    const table = this.recordsOf(kind) as unknown as Table<Kept<T>, string>;
    return this.transaction("rw", table, this.outbox, this.meta, async () => {
      const [before, last] = await Promise.all([table.get(key), this.lastEdit(kind, key)]);
      const row = { id: key, record: withServerFields(record, before?.record), deleted };
      const broughtBack = before?.deleted === 1 && deleted === 0;
      // All unsent edits were made on the base of the first.
      const base = last.waiting ? last.waiting.base_version : baseOf(kind, row.record);
      await Promise.all([
        table.put(row),
        this.queue(
          { kind, key, op: deleted ? "delete" : "put", base_version: broughtBack ? undefined : base },
          last,
          now,
        ),
      ]);
      return row;
    });
  }

  async keepSettings(value: unknown, now: number): Promise<void> {
    await this.transaction("rw", this.outbox, this.meta, async () => {
      const line = { kind: "settings", key: "settings", op: "put" } as const;
      const last = await this.lastEdit(line.kind, line.key);
      await Promise.all([this.set("settings", value), this.queue(line, last, now)]);
    });
  }

  private async lastEdit(kind: RecordKind, key: string): Promise<LastEdit> {
    const [waiting, edit] = await Promise.all([this.outbox.get([kind, key]), this.get<number>("edits")]);
    return { waiting, edit: edit ?? 0 };
  }

  /** Call inside a transaction over outbox and meta, with what `lastEdit` told in it. */
  private async queue(
    { base_version, ...line }: Pick<OutboxLine, "kind" | "key" | "op" | "base_version">,
    { waiting, edit }: LastEdit,
    now: number,
  ): Promise<void> {
    await Promise.all([
      this.set("edits", edit + 1),
      this.outbox.put({
        ...line,
        edit: edit + 1,
        ...(base_version === undefined ? {} : { base_version }),
        queued_at: waiting?.queued_at ?? now,
        attempts: 0,
        next_at: 0,
      }),
    ]);
  }

  /** Forget what was deleted and has reached the server; until then it can be brought back. */
  async forgetDeleted(): Promise<void> {
    await this.transaction("rw", [this.outbox, ...this.recordTables], async () => {
      for (const kind of KINDS) {
        const table = this.recordsOf(kind)!;
        const deleted = await table.where("deleted").equals(1).primaryKeys();
        const waiting = await this.outbox.bulkGet(deleted.map((key): [RecordKind, string] => [kind, key]));
        await table.bulkDelete(deleted.filter((_, n) => waiting[n] === undefined));
      }
    });
  }

  /** Everything of the diary, gone from this phone. */
  async clearAll(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of this.tables) await table.clear();
    });
  }
}

/**
 * What an edit was made on. Of a record the server never confirmed nothing was seen: 0, so that
 * one that comes twice, or late, changes nothing. A day's check-in says nothing but itself, and
 * may be made, taken back and made again: it has no base that could make the last a replay.
 * What is brought back (`keep`) has none either, for the same reason.
 */
function baseOf(kind: RecordKind, record: ServerFields): number | undefined {
  return record.version ?? (kind === "check_in" ? undefined : 0);
}

/** A screen may hand back a record it read before the server answered; versions only grow. */
function withServerFields<T extends ServerFields>(record: T, before: T | undefined): T {
  if (before?.version === undefined || (record.version ?? 0) >= before.version) return record;
  const { created_at, updated_at, version } = before;
  return { ...record, created_at, updated_at, version };
}

export const db = new FootnoteDatabase();
