/** Keeping what is to be asked at the visit. */
import { saveRecord } from "./save";
import type { Question } from "../model/types";

/** Keep a question, new, edited or brought back, as the whole record. */
export async function saveQuestion(question: Question): Promise<void> {
  await saveRecord("question", question);
}

/** `saveQuestion` brings it back. */
export async function removeQuestion(question: Question): Promise<void> {
  await saveRecord("question", question, 1);
}
