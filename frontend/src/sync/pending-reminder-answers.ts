/** Queue of answers to notifications: applied on this phone at once, sent when online. */
import { ApiError } from "./http";
import type { FootnoteDatabase } from "../storage/database";
import { isFinalRejection } from "./pending-answers";
import type { SyncContext } from "./tools";
import type { Day, Instant } from "../model/types";

export interface ReminderAnswer {
  reminder: string;
  answer: string;
  at: Instant;
}

/** What a notification refers to; each may be `null`. */
interface ReminderContext {
  reminder: string | null;
  episode: string | null;
  day: Day | null;
}

const META_KEY = "reminder_answers";

export async function queueReminderAnswer(
  db: FootnoteDatabase,
  notice: ReminderContext,
  answer: string,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  if (answer === "stopped" && notice.episode) await stopEpisode(db, notice.episode, at, now);
  if (answer === "none" && notice.day) await db.putCheckIn(notice.day, 0, now);
  const { reminder } = notice;
  if (reminder !== null) await change(db, (answers) => [...answers, { reminder, answer, at }]);
}

async function stopEpisode(db: FootnoteDatabase, id: string, at: Instant, now: number): Promise<void> {
  const row = await db.episodes.get(id); // absent: started on another phone, so the server ends it
  if (row === undefined || row.deleted === 1 || row.record.ended_at !== null) return;
  const ended_at = at < row.record.started_at ? row.record.started_at : at;
  await db.putEpisode({ ...row.record, ended_at }, 0, now);
}

/** @throws ApiError if the remaining answers cannot be sent now either */
export async function sendReminderAnswers({ db, call }: Pick<SyncContext, "db" | "call">): Promise<void> {
  for (const pending of await pendingReminderAnswers(db)) {
    const { reminder, answer, at } = pending;
    try {
      await call("POST", `/api/v1/reminders/${reminder}/answer`, { answer, at });
    } catch (error) {
      if (!(error instanceof ApiError) || !isFinalRejection(error)) throw error;
    }
    await change(db, (answers) => answers.filter((other) => other.reminder !== reminder || other.at !== at));
  }
}

export async function pendingReminderAnswers(db: FootnoteDatabase): Promise<ReminderAnswer[]> {
  return (await db.get<ReminderAnswer[]>(META_KEY)) ?? [];
}

async function change(db: FootnoteDatabase, next: (answers: ReminderAnswer[]) => ReminderAnswer[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => db.set(META_KEY, next(await pendingReminderAnswers(db))));
}
