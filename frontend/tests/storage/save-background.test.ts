import "fake-indexeddb/auto";
import Dexie from "dexie";
import { beforeEach, describe, expect, it } from "vitest";
import { blankRecord } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { syncOnce } from "../../src/sync/push-pull";
import { discardChange } from "../../src/storage/outbox";
import type { SyncContext } from "../../src/sync/tools";
import { FakeServer } from "../fixtures/fake-server";
import type { BackgroundItem } from "../../src/model/types";

const ID = "0193510c-0000-7000-8000-000000000002";
const metformin = blankRecord("background", {
  id: ID,
  kind: "medication",
  name: "Metformin",
  started_on: "2026-11-01",
});
const { id: _, ...content } = metformin;

let number = 0;
let db: FootnoteDatabase;
let server: FakeServer;
let tools: SyncContext;

beforeEach(() => {
  db = new FootnoteDatabase(`background-${number++}`);
  server = new FakeServer();
  tools = {
    db,
    call: server.call,
    locks: { request: (_name, job) => job() },
    now: () => 0,
    onSignedOut: async () => undefined,
  };
});

async function storedItems(): Promise<BackgroundItem[]> {
  return (await db.background.where("deleted").equals(0).toArray()).map(({ record }) => record);
}

describe("the exchange", () => {
  it("sends a medicine, its change and its removal", async () => {
    await db.putBackground(metformin, 0, 0);
    await syncOnce(tools);
    await db.putBackground({ ...metformin, dose: "500 mg" }, 0, 0);
    await syncOnce(tools);
    await db.putBackground(metformin, 1, 0);
    await syncOnce(tools);
    const change = { kind: "background", id: ID };
    expect(server.sent).toEqual([
      { ...change, op: "put", base_version: 0, record: content },
      { ...change, op: "put", base_version: 1, record: { ...content, dose: "500 mg" } },
      { ...change, op: "delete", base_version: 2 },
    ]);
    await db.purgeDeleted();
    expect(await db.background.count()).toBe(0);
  });

  it("keeps one the server refuses as a problem, until it is given up", async () => {
    server.refuses = () => [{ code: "blank", message: "Write a name." }];
    await db.putBackground(metformin, 0, 0);
    await syncOnce(tools);
    expect(await db.outbox.toArray()).toMatchObject([{ kind: "background", rejection: { status: 400 } }]);
    expect(await storedItems()).toEqual([metformin]);
    await discardChange(db, { kind: "background", key: ID });
    expect([await db.outbox.count(), await db.background.count()]).toEqual([0, 0]);
  });
});

describe("signing out", () => {
  it("takes it off the phone", async () => {
    await db.putBackground(metformin, 0, 0);
    await db.clearAll();
    expect([await db.background.count(), await db.outbox.count()]).toEqual([0, 0]);
  });
});

describe("a phone that knew no background", () => {
  it("opens with all its records, and stores a medicine beside them", async () => {
    const first = new Dexie(db.name);
    first.version(1).stores({
      episodes: "id, deleted",
      alerts: "id, deleted",
      checkIns: "id, deleted",
      outbox: "[kind+key], queued_at, attempts, problem.status",
      meta: "name",
    });
    const row = { id: "2026-11-22", record: { date: "2026-11-22" }, deleted: 0 };
    const line = { kind: "check_in", key: row.id, op: "put", edit: 1, queued_at: 0, attempts: 0, next_at: 0 };
    await Promise.all([
      first.table("checkIns").put(row),
      first.table("outbox").put(line),
      first.table("meta").bulkPut([
        { name: "edits", value: 1 },
        { name: "settings", value: { zone: "UTC" } },
      ]),
    ]);
    first.close();

    await db.putBackground(metformin, 0, 0);
    expect(await db.checkIns.toArray()).toEqual([row]);
    expect(await db.get("settings")).toEqual({ zone: "UTC" });
    expect((await db.outbox.toArray()).map(({ kind, edit }) => [kind, edit])).toEqual([
      ["background", 2],
      ["check_in", 1],
    ]);
    expect(await storedItems()).toEqual([metformin]);
  });
});
