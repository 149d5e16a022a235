/** What the person is asked to do about a level, and their answers. */
import type { Finding, PromptAnswer } from "../model/types";
import { acknowledgedSigns, signsOf } from "../storage/acknowledged-signs";
import { db } from "../storage/database";
import { storedSession } from "../storage/session";
import { withTimeout, markFailed } from "../storage/store-health";
import { runInBackground, scheduleSend } from "../sync/scheduler";
import { fetchPrompts } from "../sync/server-cache";

/** No part of the first load. */
const phonePrompts = () => import("./phone-prompts");
const serverPrompts = () => import("./answer-server-prompt");

/** Ask by itself where there is no account; call once for a page, when its first screen stands. */
export function askHere(): void {
  runInBackground(phonePrompts().then(({ startAsking }) => startAsking()));
}

/** With or without a connection. @throws ApiError when it was answered otherwise before, or does not fit */
export async function answerPrompt(id: string, answer: PromptAnswer): Promise<void> {
  if (await (await phonePrompts()).answerHere(id, answer)) return;
  if ((await (await serverPrompts()).answerServer(id, answer)) === "kept") scheduleSend();
}

/** "I have read this": kept here, with or without a network; the server is told when it asks. */
export async function acknowledge(findings: readonly Finding[]): Promise<void> {
  try {
    await withTimeout(
      acknowledgedSigns().then((read) => db.set("acknowledged_signs", [...new Set([...read, ...signsOf(findings)])])),
    );
  } catch (error) {
    markFailed(error); // it asks again; nobody is kept on the emergency screen by a broken store
    reportError(error);
    return;
  }
  if ((await storedSession()).signedIn) runInBackground(fetchPrompts());
}
