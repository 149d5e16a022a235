/**
 * The only file that touches storage. What is stored where, on this phone:
 *
 *   IndexedDB "footnote"
 *     episodes   id → {record, deleted}   the truth for the screen, by start
 *     alerts     id → {record, deleted}
 *     checkIns   day → {record, deleted}
 *     outbox     [kind, key] → what must still reach the server; at most one line a record
 *     meta       name → value: settings, session, assessment, prompts
 *
 * Nothing is in localStorage, in cookies of ours, or in a cache of the service worker.
 *
 * An outbox line holds no copy of the record: it says "this record is unsent", and the sender
 * reads the record as it then is. `edit` grows with every change, so that a reply for an older
 * edit can never settle or overwrite a newer one.
 */
import Dexie, { type EntityTable, type Table } from "dexie";
import type { Alert, CheckIn, Day, Episode, Problem, RecordKind, ServerFields } from "./types";

export interface Kept<T extends ServerFields = Episode | Alert | CheckIn> {
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
  /** The server's version that the edit was made on; absent when the server has none yet. */
  base_version?: number;
  /** Order of the first unsent edit. */
  queued_at: number;
  attempts: number;
  /** Not before; milliseconds since 1970. */
  next_at: number;
  problem?: Pick<Problem, "status" | "errors">;
}

export class FootnoteDatabase extends Dexie {
  episodes!: EntityTable<Kept<Episode>, "id">;
  alerts!: EntityTable<Kept<Alert>, "id">;
  checkIns!: EntityTable<Kept<CheckIn>, "id">;
  outbox!: Table<OutboxLine, [RecordKind, string]>;
  meta!: Table<{ name: string; value: unknown }, string>;

  constructor(name = "footnote") {
    super(name);
    this.version(1).stores({
      episodes: "id, record.started_at",
      alerts: "id",
      checkIns: "id",
      outbox: "[kind+key], queued_at",
      meta: "name",
    });
  }

  async get<T>(name: string): Promise<T | undefined> {
    return (await this.meta.get(name))?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.meta.put({ name, value });
  }

  /** The records of one kind; `null` for settings, which are in meta. */
  recordsOf(kind: RecordKind): Table<Kept, string> | null {
    const tables = { episode: this.episodes, alert: this.alerts, check_in: this.checkIns };
    return kind === "settings" ? null : (tables[kind] as unknown as Table<Kept, string>);
  }

  async keepEpisode(record: Episode, deleted: 0 | 1, now: number): Promise<void> {
    await this.keep("episode", record.id, record, deleted, now);
  }

  async keepAlert(record: Alert, now: number): Promise<void> {
    await this.keep("alert", record.id, record, 0, now);
  }

  async keepCheckIn(date: Day, deleted: 0 | 1, now: number): Promise<void> {
    await this.keep("check_in", date, { date }, deleted, now);
  }

  /** Keep a record as edited here, and note that it is unsent: both or neither. */
  private async keep(
    kind: RecordKind,
    key: string,
    record: Episode | Alert | CheckIn,
    deleted: 0 | 1,
    now: number,
  ): Promise<void> {
    const table = this.recordsOf(kind)!;
    await this.transaction("rw", table, this.outbox, this.meta, async () => {
      const before = await table.get(key);
      const kept = withServerFields(record, before?.record);
      await table.put({ id: key, record: kept, deleted });
      const waiting = await this.outbox.get([kind, key]);
      // All unsent edits were made on the base of the first. What is brought back has none: the
      // server would take it for a replay of an edit from before the deletion.
      let base = waiting ? waiting.base_version : kept.version;
      if (before?.deleted && !deleted) base = undefined;
      await this.queue(kind, key, deleted ? "delete" : "put", base, now);
    });
  }

  async keepSettings(value: unknown, now: number): Promise<void> {
    await this.transaction("rw", this.outbox, this.meta, async () => {
      await this.set("settings", value);
      await this.queue("settings", "settings", "put", undefined, now);
    });
  }

  /** Call inside a transaction over outbox and meta. */
  private async queue(
    kind: RecordKind,
    key: string,
    op: OutboxLine["op"],
    base_version: number | undefined,
    now: number,
  ): Promise<void> {
    const waiting = await this.outbox.get([kind, key]);
    const edit = ((await this.get<number>("edits")) ?? 0) + 1;
    await this.set("edits", edit);
    await this.outbox.put({
      kind,
      key,
      op,
      edit,
      ...(base_version === undefined ? {} : { base_version }),
      queued_at: waiting?.queued_at ?? now,
      attempts: 0,
      next_at: 0,
    });
  }

  /** Forget what was deleted and has reached the server; until then it can be brought back. */
  async forgetDeleted(): Promise<void> {
    await this.transaction("rw", this.episodes, this.alerts, this.checkIns, this.outbox, async () => {
      const unsent = new Set((await this.outbox.toArray()).map((line) => line.key));
      for (const kind of ["episode", "alert", "check_in"] as const) {
        await this.recordsOf(kind)!
          .filter((kept) => kept.deleted === 1 && !unsent.has(kept.id))
          .delete();
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

/** A screen may hand back a record it read before the server answered; versions only grow. */
function withServerFields<T extends ServerFields>(record: T, before: T | undefined): T {
  if (before?.version === undefined || (record.version ?? 0) >= before.version) return record;
  const { created_at, updated_at, version } = before;
  return { ...record, created_at, updated_at, version };
}

export const db = new FootnoteDatabase();
