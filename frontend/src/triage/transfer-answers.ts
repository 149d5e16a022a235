/** What was answered on the phone before it had an account, told to the server's prompts of the same. Pure. */
import type { Day, Prompt, PromptAnswer } from "../model/types";
import { calls, SNOOZE_DAYS } from "./prompt-answers";
import type { Rules } from "./conditions";
import { DAY } from "./entries";
import { isAnswered, type PhonePrompt, rank } from "./prompts";

/** What the server still asks and was answered here before: its prompt, ours, and the answer to send. */
export function toCarry(
  asked: readonly Prompt[],
  own: readonly PhonePrompt[],
  now: Date,
  today: Day,
  rules: Rules,
): { prompt: Prompt; from: PhonePrompt; answer: PromptAnswer }[] {
  const closed = own.filter(({ closed_at }) => closed_at);
  const isFresh = ({ closed_at, answer }: Prompt): boolean => !closed_at && (!answer || answer === "acknowledged");
  return asked.filter(isFresh).flatMap((prompt) => {
    const about = (one: PhonePrompt): boolean =>
      one.findings.some(({ rule }) => prompt.findings.some((f) => f.rule === rule));
    const from = isAnswered(prompt, closed, now, rules)
      ? closed.findLast(about)
      : own.find((one) => putsOff(one, prompt, now));
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
