/** Revisions of an entry on the server, and notes about merges. */
import { ApiError } from "./http";
import { syncOnce } from "./push-pull";
import type { SyncContext } from "./tools";
import { isMerge } from "../model/revision";
import type { Episode, MergeNotes, Revision } from "../model/types";
import { pickFields } from "../model/records";

export interface RevisionPage {
  /** Newest first. */
  revisions: Revision[];
  more: boolean;
}

const PAGE_SIZE = 50;

const pathOf = (id: string): string => `/api/v1/episodes/${encodeURIComponent(id)}/revisions`;

/** Online only; sends unsent changes first. @throws ApiError */
export async function fetchRevisions(tools: SyncContext, id: string, offset: number): Promise<RevisionPage> {
  if (offset === 0) await syncOnce(tools);
  const page = await tools.call("GET", `${pathOf(id)}?limit=${PAGE_SIZE}&offset=${offset}`);
  const { next, results } = page as { next: string | null; results: Revision[] };
  return { revisions: results, more: next !== null };
}

/**
 * Restore the entry to that version. Online only.
 *
 * @returns the writable fields before the restore, for undo; undefined if it was deleted
 * @throws ApiError
 */
export async function restoreRevision(
  tools: SyncContext,
  id: string,
  version: number,
): Promise<Partial<Episode> | undefined> {
  await syncOnce(tools, true);
  const before = await tools.db.episodes.get(id);
  await tools.call("POST", `${pathOf(id)}/${version}/restore`);
  await syncOnce(tools, true);
  return before && !before.deleted ? pickFields("episode", before.record) : undefined;
}

/** Check the merge candidates of a sync and store a note for each merged entry. */
export async function recordMerges({ db, call }: Pick<SyncContext, "db" | "call">): Promise<void> {
  const due = (await db.get<Record<string, number>>("merge_candidates")) ?? {};
  for (const [id, since] of Object.entries(due)) {
    const merge = (await fetchNewestRevisions(call, id)).find(
      (revision) => revision.version > since && isMerge(revision),
    );
    await db.transaction("rw", db.meta, async () => {
      const { [id]: candidate, ...rest } = (await db.get<Record<string, number>>("merge_candidates")) ?? {};
      if (candidate === since) await db.set("merge_candidates", rest);
      if (merge) await db.set("merge_notes", { ...(await db.get<MergeNotes>("merge_notes")), [id]: merge.version });
    });
  }
}

async function fetchNewestRevisions(call: SyncContext["call"], id: string): Promise<Revision[]> {
  try {
    return ((await call("GET", pathOf(id))) as { results: Revision[] }).results;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** Delete the note after the person viewed or dismissed it. */
export async function deleteMergeNote({ db }: Pick<SyncContext, "db">, id: string): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const { [id]: note, ...rest } = (await db.get<MergeNotes>("merge_notes")) ?? {};
    if (note !== undefined) await db.set("merge_notes", rest);
  });
}
