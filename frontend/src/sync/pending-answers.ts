/** Queue of offline answers to prompts. Also used by the service worker. */
import { ApiError } from "./http";
import { applyAnswer, isBookedVisit } from "../triage/prompt-answers";
import type { FootnoteDatabase } from "../storage/database";
import type { SyncContext } from "./tools";
import type { Day, Instant, Level, Prompt, PromptAnswer } from "../model/types";

export interface PendingAnswer {
  prompt: string;
  /** Level of the prompt when answered; the server ignores the answer if the level rose since. */
  level: Level;
  answer: PromptAnswer;
  at: Instant;
  /** Local day of the answer. */
  day: Day;
}

const META_KEY = "prompt_answers";
/** Permanent rejections: the prompt was answered elsewhere or no longer exists. */
const FINAL_STATUSES: readonly number[] = [400, 404, 409];

export const isFinalRejection = (error: ApiError): boolean => FINAL_STATUSES.includes(error.status);

export async function queuePromptAnswer(db: FootnoteDatabase, answer: PendingAnswer): Promise<void> {
  await change(db, (answers) => [...answers, answer]);
}

async function pendingAnswers(db: FootnoteDatabase): Promise<PendingAnswer[]> {
  return (await db.get<PendingAnswer[]>(META_KEY)) ?? [];
}

/** @throws ApiError if the remaining answers cannot be sent now either */
export async function sendPromptAnswers({ db, call }: Pick<SyncContext, "db" | "call">): Promise<void> {
  for (const { prompt, level, answer, at } of await pendingAnswers(db)) {
    try {
      await call("POST", `/api/v1/prompts/${prompt}/answer`, { ...answer, level, at });
    } catch (error) {
      if (!(error instanceof ApiError) || !isFinalRejection(error)) throw error;
    }
    await change(db, (answers) => answers.filter((other) => other.prompt !== prompt || other.at !== at));
  }
}

/** The server's prompts with unsent answers applied (optimistic). */
export async function withPendingAnswers(db: FootnoteDatabase, prompts: Prompt[]): Promise<Prompt[]> {
  let updated = prompts;
  for (const { prompt, level, answer, at, day } of await pendingAnswers(db)) {
    const current = updated.find(({ id }) => id === prompt);
    if (current?.level === level) updated = applyAnswer(updated, current, answer, new Date(at), day);
  }
  return updated.filter((current) => !current.closed_at || isBookedVisit(current));
}

async function change(db: FootnoteDatabase, next: (answers: PendingAnswer[]) => PendingAnswer[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => db.set(META_KEY, next(await pendingAnswers(db))));
}
