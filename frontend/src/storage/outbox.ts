/**
 * What was written down on this phone and must still reach the server: which of it is due, what
 * is under way, what waits for its next attempt, and what the server refuses.
 */
import { timings } from "../model/intervals";
import type { FootnoteDatabase, OutboxLine, Sent } from "./database";
import type { Problem, RecordKind } from "../model/types";
import { bodyOf } from "../model/record-fields";

/** Where the outbox is, and when it is now. */
export interface OutboxTools {
  db: FootnoteDatabase;
  /** Milliseconds since 1970. */
  now: () => number;
  /** In 0..1; spreads retries. */
  random?: () => number;
}

/** As many changes as the server takes in one request. */
export const MOST = 500;
/** As many as a network carries that has failed with more. */
const FEW = 20;

/** A line with what of it is sent; `first`: it never was before. */
export interface Outgoing {
  kind: RecordKind;
  key: string;
  sent: Sent;
  first: boolean;
}

/**
 * The changes that are due, oldest first, noted as under way. What was under way before goes as
 * it was then, even when it was edited since: so the server knows it again if it has it, and the
 * newer edit follows upon its answer.
 */
export async function takeAlong({ db, now }: OutboxTools, most: number): Promise<Outgoing[]> {
  return db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const due = await db.outbox
      .orderBy("queued_at")
      .filter((line) => line.kind !== "settings" && line.problem === undefined && line.next_at <= now())
      .limit(most)
      .toArray();
    // What failed before may have been too much at once for a slow network.
    const lines = due.slice(0, Math.max(FEW, MOST >> (due[0]?.attempts ?? 0)));
    const outgoing: Outgoing[] = [];
    for (const line of lines) {
      const { kind, key, under_way } = line;
      outgoing.push({ kind, key, sent: under_way ?? (await asItIs(db, line)), first: under_way === undefined });
    }
    await db.outbox.bulkPut(lines.map((line, n) => ({ ...line, under_way: outgoing[n]!.sent })));
    return outgoing;
  });
}

async function asItIs(db: FootnoteDatabase, line: OutboxLine): Promise<Sent> {
  const { record } = (await db.recordsOf(line.kind)!.get(line.key))!;
  const { edit, op, base_version = record.version ?? 0 } = line;
  return { edit, op, base_version, content: bodyOf(line.kind, record) };
}

export async function waits(db: FootnoteDatabase): Promise<boolean> {
  return (await db.outbox.filter((line) => line.problem === undefined).count()) > 0;
}

/** The server will not take it, however often it is sent: a problem, unless it was edited since. */
export async function refuse(
  db: FootnoteDatabase,
  { kind, key, sent }: Pick<Outgoing, "kind" | "key" | "sent">,
  problem: Pick<Problem, "status" | "errors">,
): Promise<void> {
  await db.transaction("rw", db.outbox, async () => {
    const line = await db.outbox.get([kind, key]);
    if (line === undefined) return;
    const next = answered(line, sent);
    await db.outbox.put(line.edit === sent.edit ? { ...next, problem } : next);
  });
}

/** The line once this has its answer. */
export function answered(line: OutboxLine, { edit }: Sent): OutboxLine {
  return line.under_way?.edit === edit ? { ...line, under_way: undefined } : line;
}

/** Try again later, and later still each time. */
export async function defer(
  { db, now, random = Math.random }: OutboxTools,
  sent: readonly Pick<Outgoing, "kind" | "key" | "sent">[],
  /** Milliseconds the server asked us to wait. */
  error: { retryAfter?: number | undefined },
): Promise<void> {
  const spread = 0.5 + random() / 2;
  await db.transaction("rw", db.outbox, async () => {
    const lines = await db.outbox.bulkGet(sent.map(({ kind, key }): [RecordKind, string] => [kind, key]));
    const waiting = lines
      .filter((line) => line !== undefined)
      .map((line) => {
        const doubled = timings.retryFirst * 2 ** Math.min(line.attempts, 20);
        const wait = Math.max(Math.min(doubled, timings.retryLongest) * spread, error.retryAfter ?? 0);
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
export async function retryProblem(db: FootnoteDatabase, { kind, key }: Problem): Promise<void> {
  await db.outbox.update([kind, key], { problem: undefined, next_at: 0 });
}

/** Give up an unsent change: the record is as the server has it, or, where it has none, gone. */
export async function dropChange(db: FootnoteDatabase, { kind, key }: Pick<Problem, "kind" | "key">): Promise<void> {
  await db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const line = await db.outbox.get([kind, key]);
    await db.outbox.delete([kind, key]);
    if (line?.server) await db.recordsOf(kind)?.put(line.server);
    else await db.recordsOf(kind)?.delete(key);
  });
}
