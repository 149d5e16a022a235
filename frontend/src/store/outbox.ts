/**
 * Brings what was saved on this phone to the server.
 *
 * Every send is an idempotent PUT or DELETE of one whole record, so a lost answer, a second tab
 * or a reload in the middle costs at most a repeated request. One sender runs at a time across
 * all tabs. A refused record becomes a visible problem and never holds up the others.
 */
import { ApiError, type Call } from "../api/client";
import { timings } from "../timings";
import type { FootnoteDatabase, OutboxLine } from "./db";
import type { DiaryRecord, RecordKind, Settings } from "./types";
import { bodyOf, pathOf, settingsBody, stampOf } from "./wire";

/** The part of the Web Locks API that is needed: one job at a time under a name. */
export interface Locks {
  request<T>(name: string, job: () => Promise<T>): Promise<T>;
}

export interface Tools {
  db: FootnoteDatabase;
  call: Call;
  locks: Locks;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A record was taken in, at this time by the server's clock when it said so. */
  onSent?: (at: string | undefined) => void;
  /** The server does not know the session any more. */
  onSignedOut: () => Promise<void>;
  /** In 0..1; spreads retries. */
  random?: () => number;
}

/** "sent": nothing is due any more · "later": something waits for its next attempt. */
export type Outcome = "sent" | "later" | "signed_out";

export const LOCK = "footnote-sync";

/** Send what is due, oldest first, until nothing is. */
export async function sendDue(tools: Tools): Promise<Outcome> {
  return tools.locks.request(LOCK, () => drain(tools));
}

async function drain(tools: Tools): Promise<Outcome> {
  for (;;) {
    const line = await nextDue(tools);
    if (line === undefined) return (await waits(tools.db)) ? "later" : "sent";
    try {
      const answer = await transmit(tools, line);
      await settle(tools.db, line, answer);
      tools.onSent?.(answer?.updated_at);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) {
        await tools.onSignedOut();
        return "signed_out";
      }
      if (isRefusal(error)) {
        await refuse(tools.db, line, error);
      } else {
        await defer(tools, line, error);
        // No answer, or "slow down": the others would fare the same. 5xx may be this record's own.
        if (error.status < 500) return "later";
      }
    }
  }
}

async function nextDue({ db, now }: Tools): Promise<OutboxLine | undefined> {
  return db.outbox
    .orderBy("queued_at")
    .filter((line) => line.problem === undefined && line.next_at <= now())
    .first();
}

async function waits(db: FootnoteDatabase): Promise<boolean> {
  return (await db.outbox.filter((line) => line.problem === undefined).count()) > 0;
}

/** @returns the server's record, `undefined` when the answer carries none */
async function transmit({ db, call }: Tools, line: OutboxLine): Promise<DiaryRecord | undefined> {
  const path = pathOf(line.kind, line.key);
  if (line.kind === "settings") {
    await call("PATCH", path, settingsBody((await db.get<Settings>("settings"))!));
    return undefined;
  }
  if (line.op === "delete") {
    try {
      await call("DELETE", path);
    } catch (error) {
      // Not there is what a delete wants.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
    return undefined;
  }
  const kept = (await db.recordsOf(line.kind)!.get(line.key))!;
  const base = line.base_version === undefined ? {} : { base_version: line.base_version };
  return (await call("PUT", path, { ...bodyOf(line.kind, kept.record), ...base })) as DiaryRecord;
}

/** Take the answer in. What was edited since the send keeps its fields and stays unsent. */
async function settle(
  db: FootnoteDatabase,
  sent: OutboxLine,
  answer: DiaryRecord | undefined,
): Promise<void> {
  await db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    const line = await db.outbox.get([sent.kind, sent.key]);
    const untouched = line?.edit === sent.edit;
    if (untouched) await db.outbox.delete([sent.kind, sent.key]);
    if (answer?.version === undefined) return;
    if (line && !untouched) await db.outbox.put({ ...line, base_version: answer.version });
    const table = db.recordsOf(sent.kind)!;
    const kept = await table.get(sent.key);
    if (!kept) return;
    // After an untouched send the server's fields are the truth: it may have merged.
    const fields = untouched ? bodyOf(sent.kind, answer) : {};
    const record = { ...kept.record, ...fields, ...stampOf(answer) } as DiaryRecord;
    const deleted = untouched ? (answer.deleted_at ? 1 : 0) : kept.deleted;
    await table.put({ ...kept, record, deleted });
  });
}

/** Answers that sending again will not change. */
function isRefusal({ status, errors }: ApiError): boolean {
  if (errors.some((item) => item.code === "csrf_failed")) return false;
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

async function refuse(db: FootnoteDatabase, sent: OutboxLine, error: ApiError): Promise<void> {
  await change(db, sent, (line) => ({
    ...line,
    problem: { status: error.status, errors: error.errors },
  }));
}

async function defer(tools: Tools, sent: OutboxLine, error: ApiError): Promise<void> {
  const doubled = timings.retryFirst * 2 ** Math.min(sent.attempts, 20);
  const wait = Math.min(doubled, timings.retryLongest) * (0.5 + (tools.random ?? Math.random)() / 2);
  await change(tools.db, sent, (line) => ({
    ...line,
    attempts: line.attempts + 1,
    next_at: tools.now() + Math.max(wait, error.retryAfter ?? 0),
  }));
}

/** Change the line, unless there is a newer edit: that one starts afresh. */
async function change(
  db: FootnoteDatabase,
  sent: OutboxLine,
  next: (line: OutboxLine) => OutboxLine,
): Promise<void> {
  await db.transaction("rw", db.outbox, async () => {
    const line = await db.outbox.get([sent.kind, sent.key]);
    if (line?.edit === sent.edit) await db.outbox.put(next(line));
  });
}

/** The network is back: no need to wait for the next attempt. */
export async function retryNow(db: FootnoteDatabase): Promise<void> {
  await db.outbox.filter((line) => line.next_at > 0).modify({ next_at: 0 });
}

/**
 * Give up an unsent change that the server refuses. A record the server has comes back with the
 * next fetch; one that it never had is gone from this phone too.
 */
export async function dropChange(db: FootnoteDatabase, kind: RecordKind, key: string): Promise<void> {
  await db.transaction("rw", [db.outbox, ...db.recordTables], async () => {
    await db.outbox.delete([kind, key]);
    await db.recordsOf(kind)?.delete(key);
  });
}
