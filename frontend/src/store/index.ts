/**
 * The diary on this phone, as the screens see it. What a save does: keeping.ts.
 */
import { get } from "svelte/store";
import type { Account } from "../api/auth";
import { reopened } from "../triage/looked-at";
import { db } from "./db";
import { keep, keepSettings, keepTrying } from "./keeping";
import { episodeRow, episodes, keepWatching, welcomedHere } from "./live";
import { dropChange, LOCK, retryProblem } from "./outbox";
import { fetchPrompts, readSigns } from "./remote";
import * as who from "./session";
import { signsOf } from "./signs-read";
import type { RevisionPage } from "./revisions";
import { inTime, itFailed, watchStore } from "./storage";
import { quietly, saved, startSync, syncAll, tools } from "./sync";
import type { Alert, Day, Episode, Finding, Problem, PromptAnswer, Settings } from "./types";

export { removeBackground, saveBackground } from "./background";
export { blankBackground, blankEpisode } from "./blank";
export { newId } from "./ids";
export { tryAgain } from "./keeping";
export {
  alerts, assessment, assessments, background, checkIns, episodes, loaded, merged, mergedAndGone, prompts, questions, running, session,
  settings, syncState, unread, unreadNow, welcomed,
} from "./live";
export { removeQuestion, saveQuestion } from "./questions";
export { OtherDiaryError, unsent } from "./session";
export { newerElsewhere, trouble, type Trouble } from "./storage";
export { syncAll } from "./sync";
export * from "./types";
export { isUnsaved, unsavedCount } from "./unsaved";

/** No part of the first load. */
const account = () => import("../api/account");
const withServer = () => import("./with-server");
const phonePrompts = () => import("./phone-prompts");
const promptAnswers = () => import("./prompt-answers");

/** Open the diary: call once for a page. */
export function start(): void {
  void watchStore();
  keepWatching();
  startSync();
  keepTrying();
}

/** Ask by itself where there is no account; call once for a page, when its first screen stands. */
export function askHere(): void {
  quietly(phonePrompts().then(({ startAsking }) => startAsking()));
}

/** Keep an episode, new or edited, as the whole record; `episodes` has it when this resolves. */
export async function saveEpisode(episode: Episode): Promise<void> {
  const before = get(episodes).find(({ id }) => id === episode.id);
  await keep("episode", reopened(before, episode));
}

/** Change some of an entry as it is stored by now, of which the screens may be a moment behind. */
export async function changeEpisode(id: string, fields: Partial<Episode>): Promise<void> {
  const kept = await db.episodes.get(id);
  if (!kept) throw new Error("There is no such episode on this phone.");
  await saveEpisode({ ...kept.record, ...fields });
}

export async function deleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 1);
}

export async function undeleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 0);
}

async function changeDeleted(id: string, deleted: 0 | 1): Promise<void> {
  const kept = episodeRow(id) ?? (await db.episodes.get(id));
  if (!kept) throw new Error("There is no such episode on this phone.");
  await keep("episode", kept.record, deleted);
}

export async function saveAlert(alert: Alert): Promise<void> {
  await keep("alert", alert);
}

/** "No numbness on this local day." */
export async function saveCheckIn(date: Day): Promise<void> {
  await keep("check_in", { date });
}

export async function removeCheckIn(date: Day): Promise<void> {
  await keep("check_in", { date }, 1);
}

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await keepSettings(change);
}

/** The first opening is over: with the emergency number that the person chose. */
export async function welcome(emergencyNumber: string): Promise<void> {
  await saveSettings({ emergencyNumber });
  try {
    await inTime(db.set("welcomed", true));
  } catch (error) {
    itFailed(error);
    reportError(error);
  }
  welcomedHere.set(true);
}

/** With or without a connection. @throws ApiError when it was answered otherwise before, or does not fit */
export async function answerPrompt(id: string, answer: PromptAnswer): Promise<void> {
  if (await (await phonePrompts()).answerHere(id, answer)) return;
  if ((await (await promptAnswers()).answerServer(id, answer)) === "kept") saved();
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
  if ((await who.storedSession()).signedIn) quietly(fetchPrompts());
}

export { fetchPrompts };

/** Call before somebody signs in. @throws ApiError */
export async function readyToSignIn(): Promise<void> {
  await who.finishSignOut();
}

/**
 * The server let them in: the diary on this phone is then uploaded.
 *
 * @param fresh the account was made just now
 * @throws ApiError, OtherDiaryError
 */
export async function signedIn(account: Account, fresh: boolean): Promise<void> {
  await who.admit(account);
  if (fresh) await saveSettings({}); // a new diary learns the zone and number of this phone
  quietly(syncAll());
}

/** Ask first what becomes of the diary here, and say how many records `unsent()` are. */
export async function signOut(keep: boolean): Promise<void> {
  await who.signOut(keep);
}

/** The address was changed on the server. */
export async function addressChanged(): Promise<void> {
  await who.refreshSession();
}

/** Erase every entry, here and on the server when signed in to it. @throws ApiError */
export async function eraseEntries(): Promise<void> {
  // Under the sender's lock: nothing that is being sent comes back after it.
  await tools.locks.request(LOCK, async () => {
    if ((await who.storedSession()).signedIn) await (await account()).eraseEntries();
    await db.clearEntries();
  });
  quietly(syncAll());
}

/** Delete the account with all that is its, and clear this phone. @throws ApiError */
export async function deleteAccount(): Promise<void> {
  await tools.locks.request(LOCK, async () => {
    await (await account()).deleteAccount();
    await db.clearAll();
  });
}

/** Versions of an entry, newest first, from the `offset`th on. Needs a connection. @throws ApiError */
export async function fetchRevisions(id: string, offset = 0): Promise<RevisionPage> {
  return (await withServer()).fetchRevisions(tools, id, offset);
}

/** @returns the fields of the entry until then; undefined when it was deleted. @throws ApiError */
export async function restoreRevision(id: string, version: number): Promise<Partial<Episode> | undefined> {
  return (await withServer()).restoreRevision(tools, id, version);
}

/** The note that the entry was changed on two phones has done its work. */
export async function lookedAt(id: string): Promise<void> {
  await (await withServer()).lookedAt(tools, id);
}

/** Give up a change the server refused. */
export async function dropProblem(problem: Problem): Promise<void> {
  await dropChange(db, problem);
  quietly(syncAll());
}

/** Send again what the server refused: its reason may be gone, such as a wrong clock. */
export async function sendAgain(problem: Problem): Promise<void> {
  await retryProblem(db, problem);
  saved();
}
