/** Keeping what is to be asked at the visit. */
import { keep } from "./save";
import type { Question } from "../model/types";

/** Keep a question, new, edited or brought back, as the whole record. */
export async function saveQuestion(question: Question): Promise<void> {
  await keep("question", question);
}

/** `saveQuestion` brings it back. */
export async function removeQuestion(question: Question): Promise<void> {
  await keep("question", question, 1);
}
