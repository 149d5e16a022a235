/**
 * What notifications were answered with: done on this phone at once, with or without a network,
 * and told to the server like everything else, when there is one.
 */
import { ApiError } from "./http";
import type { FootnoteDatabase } from "../storage/database";
import { isRefused } from "./pending-answers";
import type { Tools } from "./tools";
import type { Day, Instant } from "../model/types";

export interface NoticeAnswer {
  reminder: string;
  answer: string;
  at: Instant;
}

/** Of a notification, what its answer is about; each may be `null`. */
interface Answered {
  reminder: string | null;
  episode: string | null;
  day: Day | null;
}

const KEPT = "notice_answers";

export async function keepAnswer(db: FootnoteDatabase, notice: Answered, answer: string, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  if (answer === "stopped" && notice.episode) await stop(db, notice.episode, at, now);
  if (answer === "none" && notice.day) await db.keepCheckIn(notice.day, 0, now);
  const { reminder } = notice;
  if (reminder !== null) await change(db, (answers) => [...answers, { reminder, answer, at }]);
}

async function stop(db: FootnoteDatabase, id: string, at: Instant, now: number): Promise<void> {
  const row = await db.episodes.get(id); // none: it was begun on another phone, and the server ends it
  if (row === undefined || row.deleted === 1 || row.record.ended_at !== null) return;
  const ended_at = at < row.record.started_at ? row.record.started_at : at;
  await db.keepEpisode({ ...row.record, ended_at }, 0, now);
}

/** @throws ApiError when there is no use in going on now */
export async function sendAnswers({ db, call }: Pick<Tools, "db" | "call">): Promise<void> {
  for (const one of await keptAnswers(db)) {
    const { reminder, answer, at } = one;
    try {
      await call("POST", `/api/v1/reminders/${reminder}/answer`, { answer, at });
    } catch (error) {
      if (!(error instanceof ApiError) || !isRefused(error)) throw error;
    }
    await change(db, (answers) => answers.filter((other) => other.reminder !== reminder || other.at !== at));
  }
}

export async function keptAnswers(db: FootnoteDatabase): Promise<NoticeAnswer[]> {
  return (await db.get<NoticeAnswer[]>(KEPT)) ?? [];
}

async function change(db: FootnoteDatabase, next: (answers: NoticeAnswer[]) => NoticeAnswer[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => db.set(KEPT, next(await keptAnswers(db))));
}
