import "fake-indexeddb/auto";
import Dexie from "dexie";
import { expect, it } from "vitest";
import { FootnoteDatabase } from "../../src/storage/database";

const ID = "0190b5a0-0000-7000-8000-000000000001";
const sent = { edit: 1, op: "put", base_version: 0, content: { text: "Why?", asked: true } };

it("keeps unsent lines when the fields get their new names", async () => {
  const old = new Dexie("upgrade");
  old.version(3).stores({
    episodes: "id, deleted",
    alerts: "id, deleted",
    checkIns: "id, deleted",
    background: "id, deleted",
    questions: "id, deleted",
    outbox: "[kind+key], queued_at, attempts, problem.status",
    meta: "name",
  });
  const row = { id: ID, record: { id: ID, text: "Why?", asked: false }, deleted: 0 };
  const renamed = { ...row, record: { id: ID, text: "Why?", discussed: false } };
  await old.table("questions").put({ ...row, mine: 2 });
  const line = { key: ID, op: "put", edit: 2, queued_at: 5, attempts: 1, next_at: 0 };
  await old.table("outbox").bulkPut([
    { ...line, kind: "question", under_way: sent, server: { ...row, mine: 1 } },
    { ...line, kind: "episode", problem: { status: 400, errors: [] } },
  ]);
  await old.table("meta").bulkPut([
    { name: "read", value: { cursor: "7.0000000000000000", more: false } },
    { name: "session", value: { signedIn: false, email: "a@example.org", kept: true } },
    { name: "phone_prompts", value: [{ id: "a", carried: true }, { id: "b" }] },
    { name: "prompt_answers", value: [{ prompt: "a", given: { answer: "seen" } }] },
    { name: "welcomed", value: true },
  ]);
  old.close();

  const db = new FootnoteDatabase("upgrade");
  expect(await db.questions.toArray()).toEqual([{ ...renamed, own_version: 2 }]);
  expect(await db.outbox.get(["question", ID])).toEqual({
    ...line,
    kind: "question",
    in_flight: { ...sent, content: { text: "Why?", discussed: true } },
    server: { ...renamed, own_version: 1 },
  });
  expect((await db.outbox.where("rejection.status").equals(400).toArray()).map(({ kind }) => kind)).toEqual([
    "episode",
  ]);
  expect(await db.syncCursor()).toEqual({ cursor: "7.0000000000000000", more: false });
  expect(Object.fromEntries((await db.meta.toArray()).map(({ name, value }) => [name, value]))).toEqual({
    sync_cursor: { cursor: "7.0000000000000000", more: false },
    session: { signedIn: false, email: "a@example.org", diaryRetained: true },
    phone_prompts: [{ id: "a", transferred: true }, { id: "b" }],
    prompt_answers: [{ prompt: "a", answer: { answer: "seen" } }],
    welcomed: true,
  });
});
