/**
 * One exchange after the other with `POST /api/v1/sync`, until nothing is due and nothing is left
 * to read: what was done here goes, what was done elsewhere comes. docs/api.md says how.
 *
 * A lost answer, a second tab or a reload in the middle costs at most a repeated request. One
 * sender runs at a time across all tabs. A refused record never holds up the others.
 */
import { ApiError } from "./http";
import { tellKept } from "./pending-answers";
import { sendAnswers } from "./pending-reminder-answers";
import { defer, MOST, refuse, takeAlong, waits, type Outgoing } from "../storage/outbox";
import { LOCK, type Tools } from "./tools";
import { sendSettings } from "./settings";
import { takeIn, type SyncReply } from "./apply-reply";
import type { Session } from "../model/types";

/** "sent": all is said and read · "later": something waits for its next attempt. */
export type Outcome = "sent" | "later" | "signed_out";

/** @param ask also when there is nothing to send */
export async function exchange(tools: Tools, ask = false): Promise<Outcome> {
  return tools.locks.request(LOCK, async () => {
    try {
      await sendSettings(tools);
      await talk(tools, ask);
      await sendAnswers(tools);
      await tellKept(tools);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) return "later";
      await tools.onSignedOut();
      return "signed_out";
    }
    return (await waits(tools.db)) ? "later" : "sent";
  });
}

/** @throws ApiError when there is no use in going on now */
async function talk(tools: Tools, ask: boolean): Promise<void> {
  const { db, call } = tools;
  let most = MOST;
  let broken = 0;
  let wanted = ask;
  for (;;) {
    const { cursor, more } = await db.lastRead();
    const email = (await db.get<Session>("session"))?.email;
    const outgoing = await takeAlong(tools, most);
    if (outgoing.length === 0 && !more && !wanted) return;
    wanted = false;
    const sent_at = new Date(tools.now()).toISOString();
    try {
      const changes = outgoing.map(asChange);
      const reply = (await call("POST", "/api/v1/sync", { cursor, sent_at, changes })) as SyncReply;
      if (reply.acknowledged.length + reply.rejected.length !== changes.length) {
        throw new Error("The server did not answer for each change.");
      }
      await takeIn(db, { email, cursor, outgoing }, reply);
      const last = reply.acknowledged
        .map(({ updated_at }) => updated_at)
        .sort()
        .at(-1);
      if (last !== undefined) tools.onSent?.(last);
      most = Math.min(MOST, most * 2);
      broken = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const one = ofOneRecord(error) && outgoing.length > 0;
      if (one && outgoing.length > 1) {
        most = Math.ceil(outgoing.length / 2);
      } else if (one && error.status < 500) {
        await refuse(db, outgoing[0]!, { status: error.status, errors: error.errors });
      } else {
        if (error.status !== 401) await defer(tools, outgoing, error);
        // Two that fail by themselves: it is the server, and the others would fare the same.
        if (!one || ++broken > 1) throw error;
      }
    }
  }
}

/** Answers that may be about a single record, or how much was sent at once. */
function ofOneRecord({ status }: ApiError): boolean {
  return status === 400 || status === 413 || status === 500;
}

function asChange({ kind, key, sent: { op, base_version, content } }: Outgoing): object {
  return { kind, id: key, op, base_version, ...(op === "put" ? { record: content } : {}) };
}
