/** App badge: shown if a prompt needs an answer. */
import { derived, type Readable } from "svelte/store";
import { prompts, unreadEmergency } from "../storage";
import { everyMinute } from "../time/now";
import { needsAnswer } from "../triage/prompt-answers";

/** True for an open prompt that is not snoozed, or an emergency that is not acknowledged. */
export const needsAttention: Readable<boolean> = derived(
  [prompts, unreadEmergency, everyMinute],
  ([promptList, emergency, now]) => emergency !== undefined || promptList.some((prompt) => needsAnswer(prompt, now)),
);

/** Call once for a page. */
export function showBadge(on: Readable<boolean>, badge: Partial<Navigator> = navigator): void {
  on.subscribe((isMarked) => {
    const done = isMarked ? badge.setAppBadge?.(1) : badge.clearAppBadge?.();
    done?.catch(() => undefined); // not permitted: the mark inside the app remains
  });
}
