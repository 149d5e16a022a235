/**
 * Answers to what the server's prompts ask. Without a connection they are kept, shown as given,
 * and told like everything else, when there is one; see sync/pending-reminder-answers.ts for those to notifications.
 */
import { ApiError, call } from "../sync/http";
import { localDay } from "../time/zone";
import { db } from "../storage/database";
import { isFinalRejection, queuePromptAnswer, sendPromptAnswers, withPendingAnswers } from "../sync/pending-answers";
import { storedSettings } from "../storage/queries";
import { fetchPrompts } from "../sync/server-cache";
import type { Prompt, PromptAnswer } from "../model/types";

/** @throws ApiError when the server does not take it */
export async function answerServerPrompt(id: string, answer: PromptAnswer): Promise<"told" | "kept"> {
  try {
    await sendPromptAnswers({ db, call }); // in the order in which they were given
    await call("POST", `/api/v1/prompts/${id}/answer`, answer);
  } catch (error) {
    if (!(error instanceof ApiError) || isFinalRejection(error)) throw error;
    const prompt = (await storedPrompts()).find((item) => item.id === id);
    if (prompt === undefined) throw error;
    const now = new Date();
    const day = localDay(now, (await storedSettings()).zone);
    await queuePromptAnswer(db, { prompt: id, level: prompt.level, answer: answer, at: now.toISOString(), day });
    await db.set("prompts", await withPendingAnswers(db, await storedPrompts()));
    return "kept";
  }
  await fetchPrompts();
  return "told";
}

async function storedPrompts(): Promise<Prompt[]> {
  return (await db.get<Prompt[]>("prompts")) ?? [];
}
