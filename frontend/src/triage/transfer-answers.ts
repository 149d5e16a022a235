/** Match answers given without an account to the server's prompts. Pure. */
import type { Day, Prompt, PromptAnswer } from "../model/types";
import { needsAnswer, SNOOZE_DAYS } from "./prompt-answers";
import type { Rules } from "./conditions";
import { DAY } from "./entries";
import { isAnsweredHere, type PhonePrompt, levelRank } from "./prompts";

/** Server prompts that were answered on this phone before sign-in, with the answer to send. */
export function answersToTransfer(
  pending: readonly Prompt[],
  phonePrompts: readonly PhonePrompt[],
  now: Date,
  today: Day,
  rules: Rules,
): { prompt: Prompt; from: PhonePrompt; answer: PromptAnswer }[] {
  const closed = phonePrompts.filter(({ closed_at }) => closed_at);
  const isUnanswered = ({ closed_at, answer }: Prompt): boolean => !closed_at && (!answer || answer === "acknowledged");
  return pending.filter(isUnanswered).flatMap((prompt) => {
    const sharesRule = (phonePrompt: PhonePrompt): boolean =>
      phonePrompt.findings.some(({ rule }) => prompt.findings.some((f) => f.rule === rule));
    const source = isAnsweredHere(prompt, closed, now, rules)
      ? closed.findLast(sharesRule)
      : phonePrompts.find((phonePrompt) => isSnoozedHere(phonePrompt, prompt, now));
    const answer = source && toAnswer(source, now, today);
    return answer ? [{ prompt, from: source, answer }] : [];
  });
}

/** True if every rule of the prompt is snoozed on this phone. */
function isSnoozedHere(phonePrompt: PhonePrompt, prompt: Prompt, now: Date): boolean {
  const rules = new Set(phonePrompt.findings.map(({ rule }) => rule));
  const covers =
    levelRank(prompt.level) <= levelRank(phonePrompt.level) && prompt.findings.every(({ rule }) => rules.has(rule));
  return covers && !phonePrompt.closed_at && !needsAnswer(phonePrompt, now);
}

function toAnswer(
  { answer, visit_on, reason, snoozed_until }: PhonePrompt,
  now: Date,
  today: Day,
): PromptAnswer | null {
  if (answer === "seen") return { answer };
  if (answer === "declined") return { answer, ...(reason ? { reason } : {}) };
  if (answer === "booked") return { answer, ...(visit_on && visit_on >= today ? { visit_on } : {}) };
  const remainingDays = (Date.parse(snoozed_until ?? "") - now.getTime()) / DAY;
  const days = SNOOZE_DAYS.find((count) => remainingDays <= count);
  return days ? { answer: "snooze", days } : null;
}
