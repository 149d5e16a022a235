/** The mark on the app's icon, where there is such a thing: something waits for an answer. */
import { derived, type Readable } from "svelte/store";
import { prompts, unreadEmergency } from "../storage";
import { everyMinute } from "../time/now";
import { needsAnswer } from "../triage/prompt-answers";

/** An open prompt that is not put off, or an emergency that nobody has read. */
export const needsAttention: Readable<boolean> = derived(
  [prompts, unreadEmergency, everyMinute],
  ([promptList, emergency, now]) => emergency !== undefined || promptList.some((prompt) => needsAnswer(prompt, now)),
);

/** Call once for a page. */
export function showBadge(on: Readable<boolean>, badge: Partial<Navigator> = navigator): void {
  on.subscribe((isMarked) => {
    const done = isMarked ? badge.setAppBadge?.(1) : badge.clearAppBadge?.();
    done?.catch(() => undefined); // not allowed: the mark inside the app remains
  });
}
