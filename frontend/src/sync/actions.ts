/** What a screen has done with the server: the versions of an entry, and changes that were refused. */
import type { Episode, Problem } from "../model/types";
import { db } from "../storage/database";
import { dropChange, retryProblem } from "../storage/outbox";
import type { RevisionPage } from "./revisions";
import { quietly, saved, syncAll, tools } from "./scheduler";

/** No part of the first load. */
const withServer = () => import("./lazy");

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
