/** Server actions of the screens: revisions of an entry, rejected changes. */
import type { Episode, Rejection } from "../model/types";
import { db } from "../storage/database";
import { discardChange, retryRejected } from "../storage/outbox";
import type { RevisionPage } from "./revisions";
import { runInBackground, scheduleSend, syncAll, tools } from "./scheduler";

/** Lazy: not in the first load. */
const serverModules = () => import("./lazy");

/** Revisions of an entry, newest first, from `offset` on. Online only. @throws ApiError */
export async function loadRevisions(id: string, offset = 0): Promise<RevisionPage> {
  return (await serverModules()).fetchRevisions(tools, id, offset);
}

/** @returns the fields before the restore, for undo; undefined if it was deleted. @throws ApiError */
export async function restoreVersion(id: string, version: number): Promise<Partial<Episode> | undefined> {
  return (await serverModules()).restoreRevision(tools, id, version);
}

/** Dismiss the merge note of an entry. */
export async function dismissMergeNote(id: string): Promise<void> {
  await (await serverModules()).deleteMergeNote(tools, id);
}

/** Discard a rejected change. */
export async function discardRejected(rejection: Rejection): Promise<void> {
  await discardChange(db, rejection);
  runInBackground(syncAll());
}

/** Send a rejected change again: the reason may be gone, such as a wrong clock. */
export async function retryRejectedChange(rejection: Rejection): Promise<void> {
  await retryRejected(db, rejection);
  scheduleSend();
}
