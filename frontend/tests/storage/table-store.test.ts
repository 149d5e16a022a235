import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { blankRecord } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import type { StoredRecord } from "../../src/storage/stored-types";
import { recordStore, type RecordStore } from "../../src/storage/table-store";
import type { Episode } from "../../src/model/types";

let name = 0;
let db: FootnoteDatabase;
let rows: RecordStore<Episode>;
/** What a screen was emissions, one list of "id severity" for each time. */
let emissions: string[][];

const row = (id: string, severity: number): StoredRecord<Episode> => ({
  id,
  record: blankRecord("episode", { id, started_at: "2026-11-23T07:00:00Z", zone: "UTC", severity }),
  deleted: 0,
});

/** Resolves once the screen was emissions as many times. */
async function emittedTimes(times: number): Promise<void> {
  while (emissions.length < times) await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(async () => {
  db = new FootnoteDatabase(`rows-${name++}`);
  await db.episodes.bulkPut([row("a", 1), row("b", 2)]);
  rows = recordStore(db.episodes);
  emissions = [];
  rows.subscribe((list) => {
    if (list) emissions.push(list.map(({ id, record }) => `${id} ${record.severity}`).sort());
  });
  await emittedTimes(1);
});

it("reads the table once, then only what changes", async () => {
  expect(emissions).toEqual([["a 1", "b 2"]]);
  vi.spyOn(db.episodes, "toArray").mockRejectedValue(new Error("all was read again"));
  await db.putEpisode(row("c", 3).record, 0, 0);
  await emittedTimes(2);
  await db.episodes.bulkDelete(["a"]);
  await emittedTimes(3);
  expect(emissions.slice(1)).toEqual([
    ["a 1", "b 2", "c 3"],
    ["b 2", "c 3"],
  ]);
});

it("shows what was stored at once, and does not tell it twice", async () => {
  rows.show(await db.putEpisode(row("a", 9).record, 0, 0));
  expect(emissions.at(-1)).toEqual(["a 9", "b 2"]);
  await db.episodes.put(row("b", 8));
  await emittedTimes(3);
  expect(emissions.slice(1)).toEqual([
    ["a 9", "b 2"],
    ["a 9", "b 8"],
  ]);
});

it("is empty once the phone was cleared, and reads again what comes in bulk", async () => {
  await db.clearAll();
  await emittedTimes(2);
  expect(emissions.at(-1)).toEqual([]);
  await db.episodes.bulkPut(Array.from({ length: 60 }, (_, n) => row(`n${n}`, 0)));
  await emittedTimes(3);
  expect(emissions.at(-1)).toHaveLength(60);
});
