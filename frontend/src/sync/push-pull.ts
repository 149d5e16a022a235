/**
 * Push due changes and pull remote ones by `POST /api/v1/sync`, repeated until nothing is due and
 * the pull is complete. The protocol is in docs/api.md.
 *
 * Requests are idempotent: a lost reply, a second tab or a reload costs a repeated request at most.
 * One sync runs at a time across all tabs. A rejected record never blocks the others.
 */
import { ApiError } from "./http";
import { sendPromptAnswers } from "./pending-answers";
import { sendReminderAnswers } from "./pending-reminder-answers";
import { deferChanges, MAX_CHANGES, rejectChange, collectDue, hasUnsent, type OutgoingChange } from "../storage/outbox";
import { SYNC_LOCK, type SyncContext } from "./tools";
import { sendSettings } from "./settings";
import { applySyncReply, type SyncReply } from "./apply-reply";
import type { Session } from "../model/types";

/** "sent": outbox empty, pull complete · "later": at least one line waits for a retry. */
export type Outcome = "sent" | "later" | "signed_out";

/** @param pull sync even if nothing is due */
export async function syncOnce(tools: SyncContext, pull = false): Promise<Outcome> {
  return tools.locks.request(SYNC_LOCK, async () => {
    try {
      await sendSettings(tools);
      await pushPull(tools, pull);
      await sendReminderAnswers(tools);
      await sendPromptAnswers(tools);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) return "later";
      await tools.onSignedOut();
      return "signed_out";
    }
    return (await hasUnsent(tools.db)) ? "later" : "sent";
  });
}

/** @throws ApiError if the rest cannot be sent now either */
async function pushPull(tools: SyncContext, pull: boolean): Promise<void> {
  const { db, call } = tools;
  let batchSize = MAX_CHANGES;
  let serverErrors = 0;
  let pullDue = pull;
  for (;;) {
    const { cursor, more } = await db.syncCursor();
    const email = (await db.get<Session>("session"))?.email;
    const outgoing = await collectDue(tools, batchSize);
    if (outgoing.length === 0 && !more && !pullDue) return;
    pullDue = false;
    const sent_at = new Date(tools.now()).toISOString();
    try {
      const changes = outgoing.map(toWireChange);
      const reply = (await call("POST", "/api/v1/sync", { cursor, sent_at, changes })) as SyncReply;
      if (reply.acknowledged.length + reply.rejected.length !== changes.length) {
        throw new Error("The reply does not cover every change.");
      }
      await applySyncReply(db, { email, cursor, outgoing }, reply);
      const lastUpdate = reply.acknowledged
        .map(({ updated_at }) => updated_at)
        .sort()
        .at(-1);
      if (lastUpdate !== undefined) tools.onAccepted?.(lastUpdate);
      batchSize = Math.min(MAX_CHANGES, batchSize * 2);
      serverErrors = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isRecordError = isRecordErrorStatus(error) && outgoing.length > 0;
      if (isRecordError && outgoing.length > 1) {
        batchSize = Math.ceil(outgoing.length / 2);
      } else if (isRecordError && error.status < 500) {
        await rejectChange(db, outgoing[0]!, { status: error.status, errors: error.errors });
      } else {
        if (error.status !== 401) await deferChanges(tools, outgoing, error);
        // Two single records failed in a row: the fault is the server's, so stop.
        if (!isRecordError || ++serverErrors > 1) throw error;
      }
    }
  }
}

/** True for errors that one record or the batch size may cause. */
function isRecordErrorStatus({ status }: ApiError): boolean {
  return status === 400 || status === 413 || status === 500;
}

function toWireChange({ kind, key, sent: { op, base_version, content } }: OutgoingChange): object {
  return { kind, id: key, op, base_version, ...(op === "put" ? { record: content } : {}) };
}
