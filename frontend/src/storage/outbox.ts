/**
 * What was written down on this phone and must still reach the server: which of it is due, what
 * is under way, what waits for its next attempt, and what the server refuses.
 */
import { intervals } from "../model/intervals";
import type { FootnoteDatabase, OutboxLine, SentChange } from "./database";
import type { Rejection, RecordKind } from "../model/types";
import { writableFields } from "../model/record-fields";

/** Where the outbox is, and when it is now. */
export interface OutboxContext {
  db: FootnoteDatabase;
  /** Milliseconds since 1970. */
  now: () => number;
  /** In 0..1; spreads retries. */
  random?: () => number;
}

/** As many changes as the server takes in one request. */
export const MAX_CHANGES = 500;
/** As many as a network carries that has failed with more. */
const MIN_BATCH = 20;

/** A line with what of it is sent; `first`: it never was before. */
export interface OutgoingChange {
  kind: RecordKind;
  key: string;
  sent: SentChange;
  first: boolean;
}

/**
 * The changes that are due, oldest first, noted as under way. What was under way before goes as
 * it was then, even when it was edited since: so the server knows it again if it has it, and the
 * newer edit follows upon its answer.
 */
export async function collectDue({ db, now }: OutboxContext, limit: number): Promise<OutgoingChange[]> {
  return db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const due = await db.outbox
      .orderBy("queued_at")
      .filter((line) => line.kind !== "settings" && line.rejection === undefined && line.next_at <= now())
      .limit(limit)
      .toArray();
    // What failed before may have been too much at once for a slow network.
    const lines = due.slice(0, Math.max(MIN_BATCH, MAX_CHANGES >> (due[0]?.attempts ?? 0)));
    const outgoing: OutgoingChange[] = [];
    for (const line of lines) {
      const { kind, key, in_flight } = line;
      outgoing.push({ kind, key, sent: in_flight ?? (await snapshotLine(db, line)), first: in_flight === undefined });
    }
    await db.outbox.bulkPut(lines.map((line, n) => ({ ...line, in_flight: outgoing[n]!.sent })));
    return outgoing;
  });
}

async function snapshotLine(db: FootnoteDatabase, line: OutboxLine): Promise<SentChange> {
  const { record } = (await db.recordTable(line.kind)!.get(line.key))!;
  const { edit, op, base_version = record.version ?? 0 } = line;
  return { edit, op, base_version, content: writableFields(line.kind, record) };
}

export async function hasUnsent(db: FootnoteDatabase): Promise<boolean> {
  return (await db.outbox.filter((line) => line.rejection === undefined).count()) > 0;
}

/** The server will not take it, however often it is sent: a problem, unless it was edited since. */
export async function rejectChange(
  db: FootnoteDatabase,
  { kind, key, sent }: Pick<OutgoingChange, "kind" | "key" | "sent">,
  rejection: Pick<Rejection, "status" | "errors">,
): Promise<void> {
  await db.transaction("rw", db.outbox, async () => {
    const line = await db.outbox.get([kind, key]);
    if (line === undefined) return;
    const next = clearInFlight(line, sent);
    await db.outbox.put(line.edit === sent.edit ? { ...next, rejection } : next);
  });
}

/** The line once this has its answer. */
export function clearInFlight(line: OutboxLine, { edit }: SentChange): OutboxLine {
  return line.in_flight?.edit === edit ? { ...line, in_flight: undefined } : line;
}

/** Try again later, and later still each time. */
export async function deferChanges(
  { db, now, random = Math.random }: OutboxContext,
  sent: readonly Pick<OutgoingChange, "kind" | "key" | "sent">[],
  /** Milliseconds the server asked us to wait. */
  error: { retryAfterMs?: number | undefined },
): Promise<void> {
  const spread = 0.5 + random() / 2;
  await db.transaction("rw", db.outbox, async () => {
    const lines = await db.outbox.bulkGet(sent.map(({ kind, key }): [RecordKind, string] => [kind, key]));
    const waiting = lines
      .filter((line) => line !== undefined)
      .map((line) => {
        const doubled = intervals.retryMin * 2 ** Math.min(line.attempts, 20);
        const wait = Math.max(Math.min(doubled, intervals.retryMax) * spread, error.retryAfterMs ?? 0);
        return { ...line, attempts: line.attempts + 1, next_at: now() + wait };
      });
    await db.outbox.bulkPut(waiting);
  });
}

/** The network is back: no need to wait for the next attempt. */
export async function retryNow(db: FootnoteDatabase): Promise<void> {
  await db.outbox.filter((line) => line.next_at > 0).modify({ next_at: 0 });
}

/** The person thinks that it will be taken now. */
export async function retryRejected(db: FootnoteDatabase, { kind, key }: Rejection): Promise<void> {
  await db.outbox.update([kind, key], { rejection: undefined, next_at: 0 });
}

/** Give up an unsent change: the record is as the server has it, or, where it has none, gone. */
export async function discardChange(
  db: FootnoteDatabase,
  { kind, key }: Pick<Rejection, "kind" | "key">,
): Promise<void> {
  await db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const line = await db.outbox.get([kind, key]);
    await db.outbox.delete([kind, key]);
    if (line?.server) await db.recordTable(kind)?.put(line.server);
    else await db.recordTable(kind)?.delete(key);
  });
}
