/**
 * Apply a reply of `POST /api/v1/sync` in one transaction.
 *
 * A reply to an older request than the last is ignored; versions decide. Fields edited during the request
 * stay and are sent with the next one.
 */
import type { components } from "../model/schema";
import type { FootnoteDatabase, SyncCursor } from "../storage/database";
import type { StoredRecord, OutboxLine } from "../storage/stored-types";
import { clearInFlight, rejectChange, type OutgoingChange } from "../storage/outbox";
import type { DiaryRecord, Kind, RecordKind, Session } from "../model/types";
import { equalValues, KINDS, pickFields, serverFields, shapeOf } from "../model/records";

export type SyncReply = components["schemas"]["SyncReply"];
type State = SyncReply["acknowledged"][number];

export interface SyncRequest {
  /** Email of the diary's owner. */
  email: string | undefined;
  cursor: string | null;
  outgoing: readonly OutgoingChange[];
}

export async function applySyncReply(db: FootnoteDatabase, request: SyncRequest, reply: SyncReply): Promise<void> {
  await db.transaction("rw", [db.outbox, db.meta, ...db.recordTables], async () => {
    const stored = await db.syncCursor();
    const email = (await db.get<Session>("session"))?.email;
    // The phone was cleared or changed owner during the request, or has applied a newer reply: the
    // changes in flight are sent again, and the server recognises them.
    if (email !== request.email || stored.cursor !== request.cursor) return;
    const replyState = await ReplyState.read(db, [...reply.acknowledged, ...reply.changes]);
    const outgoing = new Map(request.outgoing.map((change) => [`${change.kind} ${change.key}`, change]));
    for (const state of reply.acknowledged) acknowledge(replyState, state, outgoing.get(keyOf(state))!);
    for (const state of reply.changes) applyRemote(replyState, state);
    await replyState.write(db);
    for (const { index, errors } of reply.rejected) await applyRejection(db, request.outgoing[index]!, errors);
    const { cursor, more } = reply;
    await db.set("sync_cursor", { cursor, more } satisfies SyncCursor);
  });
}

/** Entry id → version after which to search for a merge. */
type MergeCandidates = Record<string, number>;

/** Rows and outbox lines that a reply concerns, loaded and written in bulk. */
class ReplyState {
  readonly rows = new Map<string, { kind: Kind; row: StoredRecord }>();
  readonly lines = new Map<string, OutboxLine>();
  readonly acknowledgedKeys: [RecordKind, string][] = [];
  readonly mergeCandidates: MergeCandidates = {};

  static async read(db: FootnoteDatabase, states: readonly State[]): Promise<ReplyState> {
    const replyState = new ReplyState();
    for (const kind of KINDS) {
      const keys = [...new Set(states.filter((state) => state.kind === kind).map(({ id }) => id))];
      if (keys.length === 0) continue;
      const [rows, lines] = await Promise.all([
        db.recordTable(kind)!.bulkGet(keys),
        db.outbox.bulkGet(keys.map((key): [RecordKind, string] => [kind, key])),
      ]);
      for (const row of rows) if (row) replyState.rows.set(`${kind} ${row.id}`, { kind, row });
      for (const line of lines) if (line) replyState.lines.set(`${kind} ${line.key}`, line);
    }
    return replyState;
  }

  row({ kind, id }: State): StoredRecord {
    const record = { [shapeOf(kind).key]: id } as unknown as DiaryRecord;
    return this.rows.get(`${kind} ${id}`)?.row ?? { id, record, deleted: 1 };
  }

  setRow({ kind, id }: State, row: StoredRecord): void {
    this.rows.set(`${kind} ${id}`, { kind, row });
  }

  async write(db: FootnoteDatabase): Promise<void> {
    for (const kind of KINDS) {
      const rows = [...this.rows.values()].filter((change) => change.kind === kind).map(({ row }) => row);
      if (rows.length > 0) await db.recordTable(kind)!.bulkPut(rows);
    }
    await db.outbox.bulkPut([...this.lines.values()]);
    await db.outbox.bulkDelete(this.acknowledgedKeys);
    if (Object.keys(this.mergeCandidates).length === 0) return;
    const stored = await db.get<MergeCandidates>("merge_candidates");
    await db.set("merge_candidates", { ...this.mergeCandidates, ...stored });
  }
}

function keyOf({ kind, id }: State): string {
  return `${kind} ${id}`;
}

/** Apply the acknowledgement of a change of this phone. */
function acknowledge(replyState: ReplyState, state: State, { kind, key, sent, first }: OutgoingChange): void {
  const place = keyOf(state);
  const row = replyState.row(state);
  let line = replyState.lines.get(place);
  // The server cannot distinguish a repeated check-in from a replay: send it again.
  // The same holds for a restore by an app version that sent no base_version.
  const mayBeReplay = kind === "check_in" || line?.base_version === undefined;
  const ignored = first && mayBeReplay && sent.op === "put" && state.deleted_at !== null;
  if (line && line.edit === sent.edit && !ignored) {
    replyState.lines.delete(place);
    replyState.acknowledgedKeys.push([kind, key]);
    line = undefined;
  }
  if (state.version < (row.record.version ?? 0)) {
    if (line) replyState.lines.set(place, clearInFlight(line, sent));
    return;
  }
  const current = state.record ? contentOf(state.record) : state.deleted_at ? {} : sent.content;
  const server = { ...withServerState(row, state, current), own_version: state.version };
  if (line) {
    const base_version = state.version;
    replyState.lines.set(place, { ...clearInFlight(line, sent), base_version, server, attempts: 0, next_at: 0 });
    const fields = unchangedFields(pickFields(kind, row.record), sent.content, current);
    replyState.setRow(state, {
      ...server,
      record: { ...row.record, ...fields, ...serverFields(state) },
      deleted: row.deleted,
    });
  } else {
    replyState.setRow(state, server);
  }
  // Another device wrote in between.
  if (kind === "episode" && state.version > sent.base_version + 1) replyState.mergeCandidates[key] = sent.base_version;
}

/**
 * What a person wrote. Fields that this app does not know are stored too: a newer one shows them,
 * and does not take them for "not asked" when it saves the record.
 */
function contentOf(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !OWN_FIELDS.has(name)));
}

const OWN_FIELDS: ReadonlySet<string> = new Set(["id", "date", "created_at", "updated_at", "version", "deleted_at"]);

/** The row with the server's state. */
function withServerState(row: StoredRecord, state: State, fields: object): StoredRecord {
  const record = { ...row.record, ...fields, ...serverFields(state) };
  return { ...row, record, deleted: state.deleted_at ? 1 : 0 };
}

/** The server's values of the sent fields that were not edited since. */
function unchangedFields(local: object, sent: object, current: object): object {
  const [localFields, sentFields] = [local, sent] as Record<string, unknown>[];
  return Object.fromEntries(
    Object.entries(current).filter(([name]) => equalValues(localFields![name], sentFields![name])),
  );
}

/** Apply a change of another device. */
function applyRemote(replyState: ReplyState, state: State): void {
  const place = keyOf(state);
  const row = replyState.row(state);
  const line = replyState.lines.get(place);
  const knownVersion = (line?.server ?? row).record.version ?? 0;
  if (line ? state.version < knownVersion : state.version <= knownVersion) return;
  const server = withServerState(line?.server ?? row, state, state.record ? contentOf(state.record) : {});
  // The server merges the unsent local edit and returns the result in its acknowledgement.
  if (line) return void replyState.lines.set(place, { ...line, server });
  replyState.setRow(state, server);
  if (state.kind === "episode" && row.own_version !== undefined) replyState.mergeCandidates[state.id] = knownVersion;
}

async function applyRejection(
  db: FootnoteDatabase,
  change: OutgoingChange,
  errors: SyncReply["rejected"][number]["errors"],
): Promise<void> {
  const missing = errors.some(({ code }) => code === "not_found");
  if (!missing || change.sent.op === "put") {
    // Paths relative to the record, as the screens show them.
    const recordErrors = errors.map(({ param, ...error }) => ({
      ...error,
      ...(param ? { param: param.replace(/^record\./, "") } : {}),
    }));
    return rejectChange(db, change, { status: missing ? 404 : 400, errors: recordErrors });
  }
  // not_found after a delete counts as success.
  const line = await db.outbox.get([change.kind, change.key]);
  if (line?.edit === change.sent.edit) await db.outbox.delete([change.kind, change.key]);
  else if (line) await db.outbox.put(clearInFlight(line, change.sent));
}
