/** Prompts about a level and their answers. */
import type { Finding, PromptAnswer } from "../model/types";
import { acknowledgedSigns, signsOf } from "../storage/acknowledged-signs";
import { db } from "../storage/database";
import { storedSession } from "../storage/session";
import { withTimeout, markFailed } from "../storage/store-health";
import { runInBackground, scheduleSend } from "../sync/scheduler";
import { fetchPrompts } from "../sync/server-cache";

/** Lazy: not in the first load. */
const phonePromptsModule = () => import("./phone-prompts");
const serverPromptsModule = () => import("./answer-server-prompt");

/** Raise prompts on this phone if there is no account. Call once per page, after the first render. */
export function startPhonePrompts(): void {
  runInBackground(phonePromptsModule().then(({ watchDiary }) => watchDiary()));
}

/** Works offline. @throws ApiError if it was answered differently before, or the answer is invalid */
export async function answerPrompt(id: string, answer: PromptAnswer): Promise<void> {
  if (await (await phonePromptsModule()).answerPhonePrompt(id, answer)) return;
  if ((await (await serverPromptsModule()).answerServerPrompt(id, answer)) === "queued") scheduleSend();
}

/** Acknowledge emergency signs: stored locally, sent when the server prompts for them. */
export async function acknowledgeSigns(findings: readonly Finding[]): Promise<void> {
  try {
    await withTimeout(
      acknowledgedSigns().then((acknowledged) =>
        db.set("acknowledged_signs", [...new Set([...acknowledged, ...signsOf(findings)])]),
      ),
    );
  } catch (error) {
    markFailed(error); // it prompts again; a storage failure must not trap anybody on the emergency screen
    reportError(error);
    return;
  }
  if ((await storedSession()).signedIn) runInBackground(fetchPrompts());
}
