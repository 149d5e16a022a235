/** Outbox of unsent changes: collect due lines, mark them in flight, retry with backoff, record rejections. */
import { intervals } from "../model/intervals";
import type { FootnoteDatabase } from "./database";
import type { OutboxLine, SentChange } from "./stored-types";
import type { Rejection, RecordKind } from "../model/types";
import { pickFields } from "../model/records";

/** Database, clock and random source of the outbox. */
export interface OutboxContext {
  db: FootnoteDatabase;
  /** Milliseconds since 1970. */
  now: () => number;
  /** In 0..1; spreads retries. */
  random?: () => number;
}

/** Maximum number of changes in one request, as the server allows. */
export const MAX_CHANGES = 500;
/** Batch size to which repeated failures shrink a request. */
const MIN_BATCH = 20;

/** A line and the change to send; `first`: true if not sent before. */
export interface OutgoingChange {
  kind: RecordKind;
  key: string;
  sent: SentChange;
  first: boolean;
}

/**
 * Due changes, oldest first, marked as in flight. A change that is in flight already is sent again
 * unchanged, even if the record was edited since, so that the server detects the replay; the newer
 * edit follows after its acknowledgement.
 */
export async function collectDue({ db, now }: OutboxContext, limit: number): Promise<OutgoingChange[]> {
  return db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const due = await db.outbox
      .orderBy("queued_at")
      .filter((line) => line.kind !== "settings" && line.rejection === undefined && line.next_at <= now())
      .limit(limit)
      .toArray();
    // Halve the batch with each attempt: it may be too large for a slow network.
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
  return { edit, op, base_version, content: pickFields(line.kind, record) };
}

export async function hasUnsent(db: FootnoteDatabase): Promise<boolean> {
  return (await db.outbox.filter((line) => line.rejection === undefined).count()) > 0;
}

/** Record a permanent rejection, unless the record was edited since. */
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

/** The line without the in-flight change, if it is this one. */
export function clearInFlight(line: OutboxLine, { edit }: SentChange): OutboxLine {
  return line.in_flight?.edit === edit ? { ...line, in_flight: undefined } : line;
}

/** Schedule the next attempt with exponential backoff and jitter. */
export async function deferChanges(
  { db, now, random = Math.random }: OutboxContext,
  sent: readonly Pick<OutgoingChange, "kind" | "key" | "sent">[],
  /** Minimum delay that the server requested, in ms. */
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

/** Make every deferred line due now, when the network is back. */
export async function retryNow(db: FootnoteDatabase): Promise<void> {
  await db.outbox.filter((line) => line.next_at > 0).modify({ next_at: 0 });
}

/** Clear a rejection, so that the change is sent again. */
export async function retryRejected(db: FootnoteDatabase, { kind, key }: Rejection): Promise<void> {
  await db.outbox.update([kind, key], { rejection: undefined, next_at: 0 });
}

/** Discard an unsent change: restore the server's state, or delete a record that the server lacks. */
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
