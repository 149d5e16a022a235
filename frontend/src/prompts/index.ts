/** What the person is asked to do about a level, and their answers. */
import type { Finding, PromptAnswer } from "../model/types";
import { readSigns, signsOf } from "../storage/acknowledged-signs";
import { db } from "../storage/database";
import { storedSession } from "../storage/session";
import { inTime, itFailed } from "../storage/store-health";
import { quietly, saved } from "../sync/scheduler";
import { fetchPrompts } from "../sync/server-cache";

/** No part of the first load. */
const phonePrompts = () => import("./phone-prompts");
const serverPrompts = () => import("./answer-server-prompt");

/** Ask by itself where there is no account; call once for a page, when its first screen stands. */
export function askHere(): void {
  quietly(phonePrompts().then(({ startAsking }) => startAsking()));
}

/** With or without a connection. @throws ApiError when it was answered otherwise before, or does not fit */
export async function answerPrompt(id: string, answer: PromptAnswer): Promise<void> {
  if (await (await phonePrompts()).answerHere(id, answer)) return;
  if ((await (await serverPrompts()).answerServer(id, answer)) === "kept") saved();
}

/** "I have read this": kept here, with or without a network; the server is told when it asks. */
export async function acknowledge(findings: readonly Finding[]): Promise<void> {
  try {
    await inTime(readSigns().then((read) => db.set("signs_read", [...new Set([...read, ...signsOf(findings)])])));
  } catch (error) {
    itFailed(error); // it asks again; nobody is kept on the emergency screen by a broken store
    reportError(error);
    return;
  }
  if ((await storedSession()).signedIn) quietly(fetchPrompts());
}
