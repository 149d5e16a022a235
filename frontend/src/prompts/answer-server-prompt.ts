/**
 * Answer the server's prompts. Offline answers are queued, shown optimistically and sent later. For
 * answers to notifications see sync/pending-reminder-answers.ts.
 */
import { ApiError, call } from "../sync/http";
import { localDay } from "../time/zone";
import { db } from "../storage/database";
import { isFinalRejection, queuePromptAnswer, sendPromptAnswers, withPendingAnswers } from "../sync/pending-answers";
import { storedSettings } from "../storage/queries";
import { fetchPrompts } from "../sync/server-cache";
import type { Prompt, PromptAnswer } from "../model/types";

/** @throws ApiError if the server rejects the answer */
export async function answerServerPrompt(id: string, answer: PromptAnswer): Promise<"sent" | "queued"> {
  try {
    await sendPromptAnswers({ db, call }); // queued answers first, in order
    await call("POST", `/api/v1/prompts/${id}/answer`, answer);
  } catch (error) {
    if (!(error instanceof ApiError) || isFinalRejection(error)) throw error;
    const prompt = (await storedPrompts()).find((item) => item.id === id);
    if (prompt === undefined) throw error;
    const now = new Date();
    const day = localDay(now, (await storedSettings()).zone);
    await queuePromptAnswer(db, { prompt: id, level: prompt.level, answer, at: now.toISOString(), day });
    await db.set("prompts", await withPendingAnswers(db, await storedPrompts()));
    return "queued";
  }
  await fetchPrompts();
  return "sent";
}

async function storedPrompts(): Promise<Prompt[]> {
  return (await db.get<Prompt[]>("prompts")) ?? [];
}
