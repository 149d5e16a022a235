/** What the person is asked to do about a level, and their answers. */
import type { Finding, PromptAnswer } from "../model/types";
import { acknowledgedSigns, signsOf } from "../storage/acknowledged-signs";
import { db } from "../storage/database";
import { storedSession } from "../storage/session";
import { withTimeout, markFailed } from "../storage/store-health";
import { runInBackground, scheduleSend } from "../sync/scheduler";
import { fetchPrompts } from "../sync/server-cache";

/** No part of the first load. */
const phonePromptsModule = () => import("./phone-prompts");
const serverPromptsModule = () => import("./answer-server-prompt");

/** Ask by itself where there is no account; call once for a page, when its first screen stands. */
export function startPhonePrompts(): void {
  runInBackground(phonePromptsModule().then(({ watchDiary: startAsking }) => startAsking()));
}

/** With or without a connection. @throws ApiError when it was answered otherwise before, or does not fit */
export async function answerPrompt(id: string, answer: PromptAnswer): Promise<void> {
  if (await (await phonePromptsModule()).answerPhonePrompt(id, answer)) return;
  if ((await (await serverPromptsModule()).answerServerPrompt(id, answer)) === "kept") scheduleSend();
}

/** "I have read this": kept here, with or without a network; the server is told when it asks. */
export async function acknowledgeSigns(findings: readonly Finding[]): Promise<void> {
  try {
    await withTimeout(
      acknowledgedSigns().then((acknowledged) =>
        db.set("acknowledged_signs", [...new Set([...acknowledged, ...signsOf(findings)])]),
      ),
    );
  } catch (error) {
    markFailed(error); // it asks again; nobody is kept on the emergency screen by a broken store
    reportError(error);
    return;
  }
  if ((await storedSession()).signedIn) runInBackground(fetchPrompts());
}
