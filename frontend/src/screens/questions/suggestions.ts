/** Which questions are the same, and which may be suggested. Pure. */
import type { Question } from "../../model/types";

/** Whether the list has it already, whatever its capitals, spaces and signs. */
export function has(list: readonly Question[], text: string, but?: string): boolean {
  const wanted = bare(text);
  return list.some((question) => question.id !== but && bare(question.text) === wanted);
}

export function suggested(list: readonly Question[], all: Readonly<Record<string, string>>): string[] {
  return Object.values(all).filter((text) => !has(list, text));
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
