/** What a screen has done with the server: the versions of an entry, and changes that were refused. */
import type { Episode, Rejection } from "../model/types";
import { db } from "../storage/database";
import { discardChange, retryRejected } from "../storage/outbox";
import type { RevisionPage } from "./revisions";
import { runInBackground, scheduleSend, syncAll, tools } from "./scheduler";

/** No part of the first load. */
const serverModules = () => import("./lazy");

/** Versions of an entry, newest first, from the `offset`th on. Needs a connection. @throws ApiError */
export async function loadRevisions(id: string, offset = 0): Promise<RevisionPage> {
  return (await serverModules()).fetchRevisions(tools, id, offset);
}

/** @returns the fields of the entry until then; undefined when it was deleted. @throws ApiError */
export async function restoreVersion(id: string, version: number): Promise<Partial<Episode> | undefined> {
  return (await serverModules()).restoreRevision(tools, id, version);
}

/** The note that the entry was changed on two phones has done its work. */
export async function dismissMergeNote(id: string): Promise<void> {
  await (await serverModules()).deleteMergeNote(tools, id);
}

/** Give up a change the server refused. */
export async function discardRejected(rejection: Rejection): Promise<void> {
  await discardChange(db, rejection);
  runInBackground(syncAll());
}

/** Send again what the server refused: its reason may be gone, such as a wrong clock. */
export async function retryRejectedChange(rejection: Rejection): Promise<void> {
  await retryRejected(db, rejection);
  scheduleSend();
}
