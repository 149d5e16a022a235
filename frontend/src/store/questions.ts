/** Keeping what is to be asked at the visit. */
import { db } from "./db";
import { showQuestion } from "./live";
import { saved } from "./sync";
import type { Question } from "./types";
import { plain } from "./wire";

/** Keep a question, new, edited or brought back, as the whole record. */
export async function saveQuestion(question: Question): Promise<void> {
  showQuestion(await db.keepQuestion(plain(question), 0, Date.now()));
  saved();
}

/** `saveQuestion` brings it back. */
export async function removeQuestion(question: Question): Promise<void> {
  showQuestion(await db.keepQuestion(plain(question), 1, Date.now()));
  saved();
}
