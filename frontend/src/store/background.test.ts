import "fake-indexeddb/auto";
import Dexie from "dexie";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, type Call } from "../api/client";
import { blankBackground } from "./blank";
import { FootnoteDatabase } from "./db";
import { dropChange, sendDue, type Tools } from "./outbox";
import { pull } from "./pull";
import type { BackgroundItem } from "./types";

const ID = "0193510c-0000-7000-8000-000000000002";
const PATH = `/api/v1/background/${ID}`;
const metformin = blankBackground({ id: ID, kind: "medication", name: "Metformin", started_on: "2026-11-01" });
const { id: _, ...content } = metformin;

let number = 0;
let db: FootnoteDatabase;
let sent: unknown[][];
let answer: Call;
let tools: Tools;

beforeEach(() => {
  db = new FootnoteDatabase(`background-${number++}`);
  sent = [];
  answer = async () => ({ ...metformin, version: 1 });
  tools = {
    db,
    call: async (method, path, body) => {
      sent.push([method, path, body]);
      return answer(method, path, body);
    },
    locks: { request: (_name, job) => job() },
    now: () => 0,
    onSignedOut: async () => undefined,
  };
});

async function kept(): Promise<BackgroundItem[]> {
  return (await db.background.where("deleted").equals(0).toArray()).map(({ record }) => record);
}

describe("the outbox", () => {
  it("sends a medicine, its change and its removal to their place", async () => {
    await db.keepBackground(metformin, 0, 0);
    await sendDue(tools);
    await db.keepBackground({ ...metformin, dose: "500 mg" }, 0, 0);
    await sendDue(tools);
    await db.keepBackground(metformin, 1, 0);
    await sendDue(tools);
    expect(sent).toEqual([
      ["PUT", PATH, { ...content, base_version: 0 }],
      ["PUT", PATH, { ...content, dose: "500 mg", base_version: 1 }],
      ["DELETE", PATH, undefined],
    ]);
    await db.forgetDeleted();
    expect(await db.background.count()).toBe(0);
  });

  it("keeps one the server refuses as a problem, until it is given up", async () => {
    answer = () => Promise.reject(new ApiError(400, [{ code: "blank", message: "Write a name." }]));
    await db.keepBackground(metformin, 0, 0);
    await sendDue(tools);
    expect(await db.outbox.toArray()).toMatchObject([{ kind: "background", problem: { status: 400 } }]);
    expect(await kept()).toEqual([metformin]);
    await dropChange(db, "background", ID);
    expect([await db.outbox.count(), await db.background.count()]).toEqual([0, 0]);
  });
});

describe("the fetch", () => {
  it("brings what was written down elsewhere, and leaves what is unsent here alone", async () => {
    const other = { ...metformin, id: ID.replace("2", "3"), name: "Vitamin D", version: 4 };
    await db.keepBackground(metformin, 0, 0);
    answer = async (_method, path) =>
      path === "/api/v1/diary"
        ? { zone: "UTC", emergency_number: "112" }
        : { next: null, results: path.startsWith("/api/v1/background") ? [{ ...metformin, name: "Old" }, other] : [] };
    await pull(tools);
    expect((await kept()).map(({ name }) => name).sort()).toEqual(["Metformin", "Vitamin D"]);
  });
});

describe("signing out", () => {
  it("takes it off the phone", async () => {
    await db.keepBackground(metformin, 0, 0);
    await db.clearAll();
    expect([await db.background.count(), await db.outbox.count()]).toEqual([0, 0]);
  });
});

describe("a phone that knew no background", () => {
  it("opens with all it held, and keeps a medicine beside it", async () => {
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
      first.table("meta").bulkPut([{ name: "edits", value: 1 }, { name: "settings", value: { zone: "UTC" } }]),
    ]);
    first.close();

    await db.keepBackground(metformin, 0, 0);
    expect(await db.checkIns.toArray()).toEqual([row]);
    expect(await db.get("settings")).toEqual({ zone: "UTC" });
    expect((await db.outbox.toArray()).map(({ kind, edit }) => [kind, edit])).toEqual([["background", 2], ["check_in", 1]]);
    expect(await kept()).toEqual([metformin]);
  });
});
