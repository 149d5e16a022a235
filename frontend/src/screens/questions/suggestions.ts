/** Which questions are the same, and which may be suggested. Pure. */
import type { Question } from "../../model/types";

/** Whether the list has it already, whatever its capitals, spaces and signs. */
export function containsQuestion(questions: readonly Question[], text: string, exceptId?: string): boolean {
  const normalized = normalizeQuestion(text);
  return questions.some((question) => question.id !== exceptId && normalizeQuestion(question.text) === normalized);
}

export function suggestQuestions(
  questions: readonly Question[],
  catalogue: Readonly<Record<string, string>>,
): string[] {
  return Object.values(catalogue).filter((text) => !containsQuestion(questions, text));
}

const normalizeQuestion = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
