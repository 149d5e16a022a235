import "fake-indexeddb/auto";
import Dexie from "dexie";
import { get } from "svelte/store";
import { expect, it } from "vitest";
import { db, FootnoteDatabase } from "../../src/storage/database";
import { questions } from "../../src/storage/queries";
import { removeQuestion, saveQuestion } from "../../src/storage/save-questions";
import type { Question } from "../../src/model/types";
import { pickFields, readRecord } from "../../src/model/records";

const question = (id: string, text: string): Question => ({ id, text, discussed: false });
const shown = () => get(questions).map(({ text }) => text);

it("shows stored questions at once, in the order of their creation, without deleted ones", async () => {
  const stop = questions.subscribe(() => undefined);
  await expect.poll(() => db.isOpen()).toBe(true);
  const [why, when] = [
    question("0193510c-0000-7000-8000-000000000001", "Why?"),
    question("0193510c-0000-7000-8000-000000000002", "When?"),
  ];
  await saveQuestion(when);
  await saveQuestion(why);
  expect(shown()).toEqual(["Why?", "When?"]);
  await saveQuestion({ ...why, discussed: true });
  expect(get(questions)[0]!.discussed).toBe(true);
  await removeQuestion(why);
  expect(shown()).toEqual(["When?"]);
  await saveQuestion(why);
  expect(shown()).toEqual(["Why?", "When?"]);
  expect((await db.outbox.toArray()).map(({ kind, op }) => [kind, op])).toEqual([
    ["question", "put"],
    ["question", "put"],
  ]);
  stop();
});

it("sends the text and whether it was discussed", () => {
  expect(pickFields("question", { ...question("a", "Why?"), version: 3 })).toEqual({
    text: "Why?",
    discussed: false,
  });
});

it("keeps all of a phone that knew no questions, and a question beside it", async () => {
  const before = new Dexie("no-questions");
  before.version(1).stores({
    episodes: "id, deleted",
    alerts: "id, deleted",
    checkIns: "id, deleted",
    outbox: "[kind+key], queued_at, attempts, problem.status",
    meta: "name",
  });
  before.version(2).stores({ background: "id, deleted" });
  const row = { id: "b", record: { id: "b", name: "Metformin" }, deleted: 0 };
  await before.table("background").put(row);
  before.close();
  const now = new FootnoteDatabase("no-questions");
  await now.putQuestion(question("q", "Why?"), 0, 0);
  expect(await now.background.toArray()).toEqual([{ ...row, record: readRecord("background", row.record) }]);
  expect(await now.questions.count()).toBe(1);
});
