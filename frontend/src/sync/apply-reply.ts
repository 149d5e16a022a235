/**
 * What a reply of `POST /api/v1/sync` does to this phone: all of it, or nothing.
 *
 * Versions decide: what comes late never overwrites what is newer. What was edited here while
 * the request was under way stays, field by field, and goes with the next one.
 */
import type { components } from "../model/schema";
import { KINDS, type FootnoteDatabase, type Kept, type OutboxLine, type Read } from "../storage/database";
import { answered, refuse, type Outgoing } from "../storage/outbox";
import type { DiaryRecord, RecordKind, Session } from "../model/types";
import { bodyOf, same, stampOf } from "../model/record-fields";

export type SyncReply = components["schemas"]["SyncReply"];
type State = SyncReply["acknowledged"][number];
type Kind = (typeof KINDS)[number];

export interface Asked {
  /** Of whose diary. */
  email: string | undefined;
  cursor: number;
  outgoing: readonly Outgoing[];
}

export async function takeIn(db: FootnoteDatabase, asked: Asked, reply: SyncReply): Promise<void> {
  await db.transaction("rw", [db.outbox, db.meta, ...db.recordTables], async () => {
    const before = await db.lastRead();
    const email = (await db.get<Session>("session"))?.email;
    // The phone was cleared meanwhile: this is not its diary any more.
    if (email !== asked.email || before.cursor < asked.cursor) return;
    const held = await Held.read(db, [...reply.acknowledged, ...reply.changes]);
    const outgoing = new Map(asked.outgoing.map((one) => [`${one.kind} ${one.key}`, one]));
    for (const state of reply.acknowledged) settle(held, state, outgoing.get(placeOf(state))!);
    for (const state of reply.changes) takeOver(held, state);
    await held.write(db);
    for (const { index, errors } of reply.rejected) await reject(db, asked.outgoing[index]!, errors);
    const { cursor, more } = reply;
    // The reply to an older question says nothing about how far a newer one has read.
    if (before.cursor === asked.cursor) await db.set("read", { cursor, more } satisfies Read);
  });
}

/** Of an entry with a way to see its versions: from which version on to look for a merge. */
type ToLookAt = Record<string, number>;

/** The rows and lines that a reply is about, to be changed and written back at once. */
class Held {
  readonly rows = new Map<string, { kind: Kind; row: Kept }>();
  readonly lines = new Map<string, OutboxLine>();
  readonly settled: [RecordKind, string][] = [];
  readonly lookAt: ToLookAt = {};

  static async read(db: FootnoteDatabase, states: readonly State[]): Promise<Held> {
    const held = new Held();
    for (const kind of KINDS) {
      const keys = [...new Set(states.filter((state) => state.kind === kind).map(({ id }) => id))];
      if (keys.length === 0) continue;
      const [rows, lines] = await Promise.all([
        db.recordsOf(kind)!.bulkGet(keys),
        db.outbox.bulkGet(keys.map((key): [RecordKind, string] => [kind, key])),
      ]);
      for (const row of rows) if (row) held.rows.set(`${kind} ${row.id}`, { kind, row });
      for (const line of lines) if (line) held.lines.set(`${kind} ${line.key}`, line);
    }
    return held;
  }

  row({ kind, id }: State): Kept {
    const record = (kind === "check_in" ? { date: id } : { id }) as DiaryRecord;
    return this.rows.get(`${kind} ${id}`)?.row ?? { id, record, deleted: 1 };
  }

  keep({ kind, id }: State, row: Kept): void {
    this.rows.set(`${kind} ${id}`, { kind, row });
  }

  async write(db: FootnoteDatabase): Promise<void> {
    for (const kind of KINDS) {
      const rows = [...this.rows.values()].filter((one) => one.kind === kind).map(({ row }) => row);
      if (rows.length > 0) await db.recordsOf(kind)!.bulkPut(rows);
    }
    await db.outbox.bulkPut([...this.lines.values()]);
    await db.outbox.bulkDelete(this.settled);
    if (Object.keys(this.lookAt).length === 0) return;
    const known = await db.get<ToLookAt>("to_look_at");
    await db.set("to_look_at", { ...this.lookAt, ...known });
  }
}

function placeOf({ kind, id }: State): string {
  return `${kind} ${id}`;
}

/** A change of ours was taken in. */
function settle(held: Held, state: State, { kind, key, sent, first }: Outgoing): void {
  const place = placeOf(state);
  const row = held.row(state);
  let line = held.lines.get(place);
  // The server cannot tell a day that is checked in once more from an old request: say it again.
  // So may be what was brought back by a version of the app that told no base.
  const again = kind === "check_in" || line?.base_version === undefined;
  const unheard = first && again && sent.op === "put" && state.deleted_at !== null;
  if (line && line.edit === sent.edit && !unheard) {
    held.lines.delete(place);
    held.settled.push([kind, key]);
    line = undefined;
  }
  if (state.version < (row.record.version ?? 0)) {
    if (line) held.lines.set(place, answered(line, sent));
    return;
  }
  const now = state.record ? bodyOf(kind, state.record) : state.deleted_at ? {} : sent.content;
  const server = { ...asTold(row, state, now), mine: state.version };
  if (line) {
    const base_version = state.version;
    held.lines.set(place, { ...answered(line, sent), base_version, server, attempts: 0, next_at: 0 });
    const fields = unedited(bodyOf(kind, row.record), sent.content, now);
    held.keep(state, {
      ...server,
      record: { ...row.record, ...fields, ...stampOf(state) },
      deleted: row.deleted,
    });
  } else {
    held.keep(state, server);
  }
  // Somebody else wrote in between.
  if (kind === "episode" && state.version > sent.base_version + 1) held.lookAt[key] = sent.base_version;
}

/** The row as the server has it. */
function asTold(row: Kept, state: State, fields: object): Kept {
  const record = { ...row.record, ...fields, ...stampOf(state) };
  return { ...row, record, deleted: state.deleted_at ? 1 : 0 };
}

/** Of what was sent, the fields that were not edited since: as the server has them by now. */
function unedited(mine: object, sent: object, now: object): object {
  const [here, then] = [mine, sent] as Record<string, unknown>[];
  return Object.fromEntries(Object.entries(now).filter(([name]) => same(here![name], then![name])));
}

/** Somebody else changed it. */
function takeOver(held: Held, state: State): void {
  const place = placeOf(state);
  const row = held.row(state);
  const line = held.lines.get(place);
  const known = (line?.server ?? row).record.version ?? 0;
  if (line ? state.version < known : state.version <= known) return;
  const server = asTold(line?.server ?? row, state, state.record ? bodyOf(state.kind, state.record) : {});
  // What is unsent here is merged by the server, and comes with its answer.
  if (line) return void held.lines.set(place, { ...line, server });
  held.keep(state, server);
  if (state.kind === "episode" && row.mine !== undefined) held.lookAt[state.id] = known;
}

async function reject(
  db: FootnoteDatabase,
  refused: Outgoing,
  errors: SyncReply["rejected"][number]["errors"],
): Promise<void> {
  const missing = errors.some(({ code }) => code === "not_found");
  if (!missing || refused.sent.op === "put") {
    // Of the record itself, as a person knows its parts.
    const plain = errors.map(({ param, ...error }) => ({
      ...error,
      ...(param ? { param: param.replace(/^record\./, "") } : {}),
    }));
    return refuse(db, refused, { status: missing ? 404 : 400, errors: plain });
  }
  // Not there is what a delete wants.
  const line = await db.outbox.get([refused.kind, refused.key]);
  if (line?.edit === refused.sent.edit) await db.outbox.delete([refused.kind, refused.key]);
  else if (line) await db.outbox.put(answered(line, refused.sent));
}
