/** Apply answers to prompts, by this phone's clock. Mirrors triage/prompt_answers.py. Pure. */
import type { Day, Prompt, PromptAnswer } from "../model/types";
import { DAY } from "./entries";

export type PendingQuestion = "to_act" | "did_you_go" | null;
export const SNOOZE_DAYS = [1, 3, 7];

/** The question that a prompt asks now. */
export function pendingQuestion({ closed_at, answer, visit_on }: Prompt, today: Day): PendingQuestion {
  if (!closed_at) return "to_act";
  return answer === "booked" && visit_on && visit_on < today ? "did_you_go" : null;
}

/** True if the prompt is open and not snoozed. */
export function needsAnswer({ closed_at, snoozed_until }: Prompt, now: Date): boolean {
  return !closed_at && !(snoozed_until && Date.parse(snoozed_until) > now.getTime());
}

/** Booked, and not answered yet whether the visit took place. */
export const isBookedVisit = ({ closed_at, answer }: Prompt): boolean => Boolean(closed_at) && answer === "booked";

/** The prompts with this answer applied. Moving a future visit does not count as a new answer. */
export function applyAnswer<T extends Prompt>(
  prompts: T[],
  prompt: T,
  answer: PromptAnswer,
  now: Date,
  today: Day,
): T[] {
  const at = now.toISOString();
  if (answer.answer === "acknowledged")
    return replaceItem(prompts, prompt, { ...prompt, ...answer, acknowledged_at: at });
  if (answer.answer === "snooze") {
    const snoozed_until = new Date(now.getTime() + answer.days * DAY).toISOString();
    return replaceItem(prompts, prompt, { ...prompt, answer: "snooze", snoozed_until });
  }
  const visit_on = (answer.answer === "booked" && answer.visit_on) || prompt.visit_on;
  const isNewVisit = visit_on !== prompt.visit_on && pendingQuestion(prompt, today) === "did_you_go";
  const isClosing = !prompt.closed_at || answer.answer !== prompt.answer || isNewVisit;
  const closed_at = isClosing ? at : prompt.closed_at;
  return replaceItem(prompts, prompt, { ...prompt, reason: null, ...answer, visit_on, closed_at });
}

export function replaceItem<T>(list: T[], current: T, next: T): T[] {
  return current === next ? list : list.map((item) => (item === current ? next : item));
}
