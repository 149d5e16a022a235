/** Save questions for the visit. */
import { saveRecord } from "./save";
import type { Question } from "../model/types";

/** Save a new, edited or restored question as the whole record. */
export async function saveQuestion(question: Question): Promise<void> {
  await saveRecord("question", question);
}

/** `saveQuestion` restores it. */
export async function removeQuestion(question: Question): Promise<void> {
  await saveRecord("question", question, 1);
}
