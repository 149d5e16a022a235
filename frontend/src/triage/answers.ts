/** What the person did about a prompt, by this phone's clock. The mirror of triage/answers.py. Pure. */
import type { Day, Prompt, PromptAnswer } from "../store/types";
import type { Rules } from "./conditions";
import { DAY } from "./entries";
import { isAnswered, type PhonePrompt, rank, replaced } from "./prompts";

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
export function answered(known: PhonePrompt[], prompt: PhonePrompt, given: PromptAnswer, now: Date, today: Day): PhonePrompt[] {
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

/** What the server still asks and was answered here before: its prompt, ours, and the answer to send. */
export function toCarry(
  asked: readonly Prompt[], own: readonly PhonePrompt[], now: Date, today: Day, rules: Rules,
): { prompt: Prompt; from: PhonePrompt; answer: PromptAnswer }[] {
  const closed = own.filter(({ closed_at }) => closed_at);
  const isFresh = ({ closed_at, answer }: Prompt): boolean => !closed_at && (!answer || answer === "acknowledged");
  return asked.filter(isFresh).flatMap((prompt) => {
    const about = (one: PhonePrompt): boolean => one.findings.some(({ rule }) => prompt.findings.some((f) => f.rule === rule));
    const from = isAnswered(prompt, closed, now, rules) ? closed.findLast(about) : own.find((one) => putsOff(one, prompt, now));
    const answer = from && toSend(from, now, today);
    return answer ? [{ prompt, from, answer }] : [];
  });
}

/** "Not now" was said of all that it asks. */
function putsOff(own: PhonePrompt, asked: Prompt, now: Date): boolean {
  const said = new Set(own.findings.map(({ rule }) => rule));
  const same = rank(asked.level) <= rank(own.level) && asked.findings.every(({ rule }) => said.has(rule));
  return same && !own.closed_at && !calls(own, now);
}

function toSend({ answer, visit_on, reason, snoozed_until }: PhonePrompt, now: Date, today: Day): PromptAnswer | null {
  if (answer === "seen") return { answer };
  if (answer === "declined") return { answer, ...(reason ? { reason } : {}) };
  if (answer === "booked") return { answer, ...(visit_on && visit_on >= today ? { visit_on } : {}) };
  const left = (Date.parse(snoozed_until ?? "") - now.getTime()) / DAY;
  const days = SNOOZE_DAYS.find((count) => left <= count);
  return days ? { answer: "snooze", days } : null;
}
