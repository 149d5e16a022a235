import "fake-indexeddb/auto";
import { beforeEach, expect, it } from "vitest";
import { ApiError } from "../../src/sync/http";
import { blankRecord } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { syncOnce } from "../../src/sync/push-pull";
import type { SyncContext } from "../../src/sync/tools";
import { FakeServer } from "../fixtures/fake-server";
import { fetchRevisions, recordMerges, deleteMergeNote, restoreRevision } from "../../src/sync/revisions";
import type { Episode, MergeNotes } from "../../src/model/types";

const ID = "0193510c-0000-7000-8000-000000000001";
let name = 0;
let server: FakeServer;
let mine: SyncContext;
let other: SyncContext;

function phone(): SyncContext {
  return {
    db: new FootnoteDatabase(`merges-${name++}`),
    call: server.call,
    locks: { request: (_name, job) => job() },
    now: () => 0,
    onSignedOut: async () => undefined,
  };
}

/** All that is done when the phone speaks to the server. */
async function sync(tools: SyncContext): Promise<void> {
  await syncOnce(tools, true);
  await recordMerges(tools);
}

const edit = async ({ db }: SyncContext, fields: Partial<Episode>): Promise<void> =>
  void (await db.putEpisode({ ...(await db.episodes.get(ID))!.record, ...fields }, 0, 0));
const remove = async ({ db }: SyncContext): Promise<void> =>
  void (await db.putEpisode((await db.episodes.get(ID))!.record, 1, 0));
const notes = ({ db }: SyncContext): Promise<MergeNotes | undefined> => db.get<MergeNotes>("merge_notes");

beforeEach(async () => {
  server = new FakeServer();
  mine = phone();
  other = phone();
  await mine.db.putEpisode(blankRecord("episode", { id: ID, started_at: "2026-11-23T07:00:00Z", zone: "UTC" }), 0, 0);
  await sync(mine);
  await sync(other);
});

it("notes on both phones an entry of which both changed something, once", async () => {
  await edit(mine, { severity: 3 });
  await sync(mine);
  await edit(other, { severity: 7 });
  await sync(other);
  await sync(mine);
  expect([await notes(mine), await notes(other)]).toEqual([{ [ID]: 3 }, { [ID]: 3 }]);
  await deleteMergeNote(mine, ID);
  await sync(mine);
  expect([await notes(mine), await mine.db.get("merge_candidates")]).toEqual([{}, {}]);
});

it("notes nothing when one phone changed what it had seen of the other", async () => {
  await edit(mine, { severity: 3 });
  await sync(mine);
  await sync(other);
  await edit(other, { severity: 7 });
  await sync(other);
  await sync(mine);
  expect([await notes(mine), await notes(other)]).toEqual([undefined, undefined]);
});

it("notes an edit here of what was deleted there, and a deletion there of what was edited here", async () => {
  await remove(other);
  await sync(other);
  await edit(mine, { note: "still here" });
  await sync(mine);
  await sync(other);
  expect([await notes(mine), await notes(other)]).toEqual([{ [ID]: 3 }, { [ID]: 3 }]);

  await edit(mine, { note: "changed" });
  await sync(mine);
  await remove(other);
  await sync(other);
  await sync(mine);
  expect(await mine.db.episodes.get(ID)).toMatchObject({ deleted: 1 });
  expect(await notes(mine)).toEqual({ [ID]: 5 });
  await mine.db.purgeDeleted();
  expect(await mine.db.episodes.count()).toBe(1);
});

it("looks again later when there is no connection", async () => {
  await edit(mine, { severity: 3 });
  await edit(other, { severity: 7 });
  await sync(mine);
  await syncOnce(other);
  const offline = { ...other, call: async () => Promise.reject(new ApiError(0, [])) };
  await expect(recordMerges(offline)).rejects.toThrow(ApiError);
  expect(await notes(other)).toBeUndefined();
  await recordMerges(other);
  expect(await notes(other)).toEqual({ [ID]: 3 });
});

it("pushes unsent edits before it fetches the versions", async () => {
  await edit(mine, { severity: 3 });
  const { revisions, more } = await fetchRevisions(mine, ID, 0);
  expect(revisions.map(({ version, data }) => [version, data.severity])).toEqual([
    [2, 3],
    [1, null],
  ]);
  expect(more).toBe(false);
});

it("returns the content before a version was restored, for undo", async () => {
  await edit(mine, { severity: 3 });
  await sync(mine);
  await sync(other);
  await edit(other, { severity: 7 });
  await sync(other);
  const until = await restoreRevision(mine, ID, 1);
  expect((await mine.db.episodes.get(ID))!.record.severity).toBeNull();
  await edit(mine, until!);
  await sync(mine);
  await sync(other);
  for (const { db } of [mine, other]) expect((await db.episodes.get(ID))!.record.severity).toBe(7);

  await remove(mine);
  expect(await restoreRevision(mine, ID, 2)).toBeUndefined();
  expect(await mine.db.episodes.get(ID)).toMatchObject({ deleted: 0, record: { severity: 3 } });
});
