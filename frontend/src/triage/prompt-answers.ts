/** What the person did about a prompt, by this phone's clock. The mirror of triage/answers.py. Pure. */
import type { Day, Prompt, PromptAnswer } from "../model/types";
import { DAY } from "./entries";

export type Asks = "to_act" | "did_you_go" | null;
export const SNOOZE_DAYS = [1, 3, 7];

/** What a prompt asks now. */
export function asks({ closed_at, answer, visit_on }: Prompt, today: Day): Asks {
  if (!closed_at) return "to_act";
  return answer === "booked" && visit_on && visit_on < today ? "did_you_go" : null;
}

/** Whether it waits for an answer now: it is open, and not put off. */
export function calls({ closed_at, snoozed_until }: Prompt, now: Date): boolean {
  return !closed_at && !(snoozed_until && Date.parse(snoozed_until) > now.getTime());
}

/** Booked, and not yet said whether they went. */
export const isVisit = ({ closed_at, answer }: Prompt): boolean => Boolean(closed_at) && answer === "booked";

/** The prompts with this one answered. Moving a visit that is still to come is no new answer. */
export function answered<T extends Prompt>(known: T[], prompt: T, given: PromptAnswer, now: Date, today: Day): T[] {
  const at = now.toISOString();
  if (given.answer === "acknowledged") return replaced(known, prompt, { ...prompt, ...given, acknowledged_at: at });
  if (given.answer === "snooze") {
    const snoozed_until = new Date(now.getTime() + given.days * DAY).toISOString();
    return replaced(known, prompt, { ...prompt, answer: "snooze", snoozed_until });
  }
  const visit_on = (given.answer === "booked" && given.visit_on) || prompt.visit_on;
  const again = visit_on !== prompt.visit_on && asks(prompt, today) === "did_you_go";
  const closes = !prompt.closed_at || given.answer !== prompt.answer || again;
  const closed_at = closes ? at : prompt.closed_at;
  return replaced(known, prompt, { ...prompt, reason: null, ...given, visit_on, closed_at });
}

export function replaced<T>(list: T[], old: T, now: T): T[] {
  return old === now ? list : list.map((one) => (one === old ? now : one));
}
