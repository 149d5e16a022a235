/** What the server keeps of an entry: every version of it, and which of them are merges. */
import { ApiError } from "./http";
import { exchange } from "./push-pull";
import type { Tools } from "./tools";
import { isMerge } from "../model/revision";
import type { Episode, Merged, Revision } from "../model/types";
import { bodyOf } from "../model/record-fields";

export interface RevisionPage {
  /** Newest first. */
  revisions: Revision[];
  more: boolean;
}

const PAGE = 50;

const pathOf = (id: string): string => `/api/v1/episodes/${encodeURIComponent(id)}/revisions`;

/** Needs a connection; what is unsent here is sent before. @throws ApiError */
export async function fetchRevisions(tools: Tools, id: string, offset: number): Promise<RevisionPage> {
  if (offset === 0) await exchange(tools);
  const found = await tools.call("GET", `${pathOf(id)}?limit=${PAGE}&offset=${offset}`);
  const { next, results } = found as { next: string | null; results: Revision[] };
  return { revisions: results, more: next !== null };
}

/**
 * Make the entry say again what it said in that version. Needs a connection.
 *
 * @returns what it said until then, for the way back: its fields without the version; undefined
 *   when it was deleted
 * @throws ApiError
 */
export async function restoreRevision(
  tools: Tools,
  id: string,
  version: number,
): Promise<Partial<Episode> | undefined> {
  await exchange(tools, true);
  const until = await tools.db.episodes.get(id);
  await tools.call("POST", `${pathOf(id)}/${version}/restore`);
  await exchange(tools, true);
  return until && !until.deleted ? bodyOf("episode", until.record) : undefined;
}

/** Of entries that an exchange has found changed by others too: those that were merged get a note. */
export async function findMerges({ db, call }: Pick<Tools, "db" | "call">): Promise<void> {
  const due = (await db.get<Record<string, number>>("to_look_at")) ?? {};
  for (const [id, since] of Object.entries(due)) {
    const merge = (await newest(call, id)).find((one) => one.version > since && isMerge(one));
    await db.transaction("rw", db.meta, async () => {
      const { [id]: asked, ...rest } = (await db.get<Record<string, number>>("to_look_at")) ?? {};
      if (asked === since) await db.set("to_look_at", rest);
      if (merge) await db.set("merged", { ...(await db.get<Merged>("merged")), [id]: merge.version });
    });
  }
}

async function newest(call: Tools["call"], id: string): Promise<Revision[]> {
  try {
    return ((await call("GET", pathOf(id))) as { results: Revision[] }).results;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

/** The person has looked, or does not want to. */
export async function lookedAt({ db }: Pick<Tools, "db">, id: string): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const { [id]: known, ...rest } = (await db.get<Merged>("merged")) ?? {};
    if (known !== undefined) await db.set("merged", rest);
  });
}
