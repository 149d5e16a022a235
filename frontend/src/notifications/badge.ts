/** The mark on the app's icon, where there is such a thing: something waits for an answer. */
import { derived, type Readable } from "svelte/store";
import { prompts, unreadEmergency } from "../storage";
import { everyMinute } from "../time/now";
import { calls } from "../triage/prompt-answers";

/** An open prompt that is not put off, or an emergency that nobody has read. */
export const waiting: Readable<boolean> = derived(
  [prompts, unreadEmergency, everyMinute],
  ([all, emergency, now]) => emergency !== undefined || all.some((prompt) => calls(prompt, now)),
);

/** Call once for a page. */
export function showBadge(on: Readable<boolean>, icon: Partial<Navigator> = navigator): void {
  on.subscribe((marked) => {
    const told = marked ? icon.setAppBadge?.(1) : icon.clearAppBadge?.();
    told?.catch(() => undefined); // not allowed: the mark inside the app remains
  });
}
