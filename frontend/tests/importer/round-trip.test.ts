import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { db } from "../../src/storage/database";
import type { StoredRecord } from "../../src/storage/stored-types";
import { blankRecord, KINDS } from "../../src/model/records";
import type { Episode, Settings, Kind } from "../../src/model/types";
import { importRecords } from "../../src/importer/import-file";
import { compare, type ImportChoices } from "../../src/importer/compare";
import { episodesCsv } from "../../src/importer/csv";
import { MAX_FILE_BYTES } from "../../src/model/limits";
import { randomRecords } from "../fixtures/random-diary";
import { parseDiaryFile, type DiaryFile } from "../../src/importer/parse-file";
import { serializeDiary, type RowsByKind } from "../../src/importer/serialize";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const SETTINGS: Settings = {
  zone: "Europe/Berlin",
  emergencyNumber: "112",
  places: "list",
  thresholds: { frequent_week_days: 4 },
};
const ALL: ImportChoices = { keep: "newer", deleted: false };
const bytes = (text: string) => new TextEncoder().encode(text);

async function rowsNow(): Promise<RowsByKind> {
  const tables = await Promise.all(KINDS.map(async (kind) => [kind, await db.recordTable(kind)!.toArray()]));
  return Object.fromEntries(tables) as Record<Kind, StoredRecord[]>;
}

async function exported(): Promise<string> {
  return serializeDiary(await rowsNow(), SETTINGS, new Date(NOW));
}

function read(text: string): DiaryFile {
  const file = parseDiaryFile(bytes(text), NOW);
  if (typeof file === "string") throw new Error(file);
  return file;
}

const serializeRows = (rows: RowsByKind): string[] =>
  KINDS.flatMap((kind) =>
    rows[kind].map(({ id, record, deleted }) => JSON.stringify([kind, id, deleted, Object.entries(record).sort()])),
  ).sort();

const file = (lists: object) => JSON.stringify({ format: "footnote-diary", version: 1, ...lists });
const entry = (fields: object = {}) => ({
  id: "0193510c-0000-7000-8000-000000000001",
  started_at: "2026-11-23T07:00:00Z",
  zone: "Europe/Berlin",
  ...fields,
});
const flawsOf = (fields: object) =>
  read(file({ episodes: [entry(fields)] })).flaws.map(({ path, reason }) => `${path.join(".")} ${reason}`);

beforeEach(() => db.clearAll());

it.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "gives the same diary on an empty phone (seed %i)",
  async (seed) => {
    for (const { kind, id, record } of randomRecords(seed, 1 + seed * 2, NOW))
      await db.putRecord(kind, id, record, 0, NOW);
    const before = await rowsNow();
    const text = await exported();
    await db.clearAll();
    const parsed = read(text);
    expect(parsed.flaws).toEqual([]);
    expect(parsed.settings).toEqual({ zone: "Europe/Berlin", emergencyNumber: "112", thresholds: SETTINGS.thresholds });
    await importRecords(parsed.records, ALL, NOW + 1_000);
    expect(serializeRows(await rowsNow())).toEqual(serializeRows(before));
    expect(await db.outbox.count()).toBe(parsed.records.length);
    // And once more: nothing changes, and nothing is to be sent again.
    const edits = (await db.outbox.toArray()).map(({ edit }) => edit);
    expect(await importRecords(parsed.records, ALL, NOW + 2_000)).toBe(0);
    expect((await db.outbox.toArray()).map(({ edit }) => edit)).toEqual(edits);
    expect(await exported()).toBe(text);
  },
);

it("brings in 5,000 records in a few seconds", async () => {
  const rows = Object.fromEntries(KINDS.map((kind) => [kind, [] as StoredRecord[]])) as Record<Kind, StoredRecord[]>;
  for (const { kind, id, record } of randomRecords(7, 5_000, NOW)) rows[kind].push({ id, record, deleted: 0 });
  const parsed = read(serializeDiary(rows, null, new Date(NOW)));
  expect(await importRecords(parsed.records, ALL, NOW)).toBe(5_000);
  expect(await db.outbox.count()).toBe(5_000);
}, 20_000);

it.each([
  ["nothing", "", "empty"],
  ["text", "numb since 3", "not_json"],
  ["half a file", file({ episodes: [entry()] }).slice(0, -5), "not_json"],
  ["NUL bytes", `${file({})}\u0000`, "not_json"],
  ["a file without an end", `${"[".repeat(200_000)}`, "not_json"],
  ["JSON that is no object", "[1]", "not_ours"],
  ["the JSON of another app", `{"format":"moods","version":1}`, "not_ours"],
  ["no version", `{"format":"footnote-diary"}`, "not_ours"],
  ["a newer version", `{"format":"footnote-diary","version":2}`, "newer"],
])("refuses %s", (_, text, why) => {
  expect(parseDiaryFile(bytes(text), NOW)).toBe(why);
});

it("refuses bytes that are no UTF-8, and a file that is too large", () => {
  expect(parseDiaryFile(new Uint8Array([0x7b, 0xff, 0x7d]), NOW)).toBe("not_json");
  expect(parseDiaryFile(new Uint8Array(MAX_FILE_BYTES + 1), NOW)).toBe("too_large");
});

it.each([
  [{ started_at: undefined }, "started_at missing"],
  [{ started_at: 5 }, "started_at type"],
  [{ started_at: "yesterday" }, "started_at moment"],
  [{ started_at: "2026-02-30T07:00:00Z" }, "started_at moment"],
  [{ started_at: "2026-11-23T07:00:00" }, "started_at moment"],
  [{ started_at: "1800-01-01T07:00:00Z" }, "started_at year"],
  [{ started_at: "9999-12-31T23:59:59-12:00" }, "started_at year"],
  [{ started_at: "2026-11-25T10:06:00Z" }, "started_at future"],
  [{ ended_at: "2026-11-23T06:59:59Z" }, "ended_at end_before_start"],
  [{ zone: "Mars/Base" }, "zone zone"],
  [{ id: "../../etc" }, "id id"],
  [{ severity: 11 }, "severity range"],
  [{ severity: 2.5 }, "severity type"],
  [{ severity: "4" }, "severity type"],
  [{ areas: ["left.foot", "left.wing"] }, "areas.2 code"],
  [{ areas: "left.foot" }, "areas type"],
  [{ symptoms: { rash: "yes" } }, "symptoms.rash type"],
  [{ symptoms: { joy: true } }, "symptoms.joy unknown"],
  [{ trigger: "moon" }, "trigger code"],
  [{ note: "a\u0000b" }, "note text"],
  [{ note: "x".repeat(2001) }, "note long"],
  [{ mood: 3 }, "mood unknown"],
  [{ relief_minutes: -1 }, "relief_minutes range"],
])("names what is wrong with %j", (fields, expected) => {
  expect(flawsOf(fields)).toEqual([expected]);
});

it("reports which record of which list is invalid, and duplicate ids", () => {
  const parsed = read(
    file({
      episodes: [entry(), entry()],
      alerts: [{}],
      check_ins: [{ date: "2026-11-31" }, { date: "2026-11-28" }],
      background: [{ id: entry().id, kind: "medication", name: "A", started_on: "2026-02-02", ended_on: "2026-02-01" }],
      questions: "none",
      moods: [],
      settings: { thresholds: { no_such: 1 }, emergency_number: "call me" },
    }),
  );
  expect(parsed.flaws.map(({ kind, n, path, reason }) => [kind, n, path.join("."), reason].join(" "))).toEqual([
    "file 0 moods unknown",
    "episode 2  twice",
    "alert 1 id missing",
    "alert 1 noticed_at missing",
    "alert 1 zone missing",
    "alert 1 red_flags missing",
    "check_in 1 date day",
    "check_in 2 date future",
    "background 1 ended_on end_before_start",
    "file 0 questions type",
    "settings 0 emergency_number text",
  ]);
  expect(parsed.records).toHaveLength(1);
  expect(parsed.settings).toBeNull();
});

it("does not let a name of JavaScript in, and keeps a moment with an offset in UTC", () => {
  const text = file({ episodes: [entry({ ended_at: "2026-11-23T08:30:00+01:00" })] }).replace(
    '"zone"',
    '"__proto__":{"x":1},"zone"',
  );
  expect(read(text).flaws[0]).toMatchObject({ path: ["__proto__"], reason: "unknown" });
  const [record] = read(file({ episodes: [entry({ ended_at: "2026-11-23T08:30:00+01:00" })] })).records;
  expect((record!.record as Episode).ended_at).toBe("2026-11-23T07:30:00.000Z");
  expect((record!.record as Episode).note).toBeNull();
});

it("skips records that the file marks as deleted", () => {
  const parsed = read(file({ episodes: [entry({ deleted_at: "2026-11-24T00:00:00Z" })] }));
  expect([parsed.records.length, parsed.deleted, parsed.total]).toEqual([0, 1, 1]);
});

const storedRecords = (fields: object, row: object = {}) =>
  new Map([
    [
      `episode ${entry().id}`,
      { id: entry().id, record: blankRecord("episode", { ...entry(), ...fields }), deleted: 0 as const, ...row },
    ],
  ]);
const compared = (fields: object, map = storedRecords({})) =>
  compare(read(file({ episodes: [entry(fields)] })).records, map)[0]!;

it("ignores key order and time zone offsets when it compares records", () => {
  const map = storedRecords({ areas: ["left.foot", "left.calf"], symptoms: { rash: true, dizziness: false } });
  const other = {
    areas: ["left.calf", "left.foot"],
    symptoms: { dizziness: false, rash: true },
    started_at: "2026-11-23T08:00:00+01:00",
  };
  expect(compared(other, map).state).toBe("same");
  expect(compared({ ...other, symptoms: { rash: true } }, map).state).toBe("differs");
});

it.each([
  [{ version: 3 }, { version: 2, updated_at: "2026-11-24T00:00:00Z" }, {}, true],
  [{ version: 2 }, { version: 3 }, {}, false],
  [{ version: 2, updated_at: "2026-11-24T01:00:00Z" }, { version: 2, updated_at: "2026-11-24T00:00:00Z" }, {}, true],
  [{ updated_at: "2026-11-24T01:00:00Z" }, {}, { edited_at: "2026-11-24T00:59:00Z" }, true],
  [{ updated_at: "2026-11-24T01:00:00Z" }, {}, { edited_at: "2026-11-24T01:01:00Z" }, false],
  [{}, {}, { edited_at: "2026-11-24T01:01:00Z" }, false],
  [{ updated_at: "2026-11-24T01:00:00Z" }, {}, {}, false],
])("knows which of two is newer: the file's %j, ours %j %j", (theirs, ours, row, newer) => {
  expect(compared({ severity: 3, ...theirs }, storedRecords(ours, row))).toMatchObject({ state: "differs", newer });
});

it("keeps mine, takes the file's, or restores deleted records only as chosen", async () => {
  const id = entry().id;
  const now = async () => (await db.episodes.get(id))!;
  await db.putRecord("episode", id, blankRecord("episode", entry({ severity: 1 }) as Episode), 0, NOW);
  const theirs = read(file({ episodes: [entry({ severity: 9, updated_at: "2026-11-20T00:00:00Z" })] })).records;
  expect(await importRecords(theirs, { keep: "newer", deleted: true }, NOW)).toBe(0);
  expect(await importRecords(theirs, { keep: "mine", deleted: true }, NOW)).toBe(0);
  expect(await importRecords(theirs, { keep: "file", deleted: false }, NOW)).toBe(1);
  expect((await now()).record.severity).toBe(9);
  await db.putRecord("episode", id, (await now()).record, 1, NOW);
  expect(await importRecords(theirs, { keep: "file", deleted: false }, NOW)).toBe(0);
  expect(await importRecords(theirs, { keep: "mine", deleted: true }, NOW)).toBe(1);
  expect((await now()).deleted).toBe(0);
});

it("ignores versions of another server, and keeps those of this one", async () => {
  const id = entry().id;
  const theirs = read(
    file({ episodes: [entry({ severity: 9, version: 8, updated_at: "2026-11-24T00:00:00Z" })] }),
  ).records;
  await importRecords(theirs, ALL, NOW);
  expect((await db.episodes.get(id))!.record.version).toBeUndefined();
  expect((await db.outbox.get(["episode", id]))!.base_version).toBe(0);
  await db.clearAll();
  await db.episodes.put({
    id,
    deleted: 0,
    record: blankRecord("episode", entry({ version: 5, updated_at: "2026-11-23T00:00:00Z" })),
  });
  await importRecords(theirs, { keep: "file", deleted: false }, NOW);
  expect((await db.episodes.get(id))!.record).toMatchObject({ severity: 9, version: 5 });
  expect((await db.outbox.get(["episode", id]))!.base_version).toBe(5);
});

it("brings in all or nothing", async () => {
  const parsed = read(file({ episodes: [entry()], check_ins: [{ date: "2026-11-20" }] }));
  vi.spyOn(db.outbox, "bulkPut").mockRejectedValueOnce(new Error("no room"));
  await expect(importRecords(parsed.records, ALL, NOW)).rejects.toThrow();
  expect(serializeRows(await rowsNow())).toEqual([]);
  expect(await db.outbox.count()).toBe(0);
});

it("writes CSV without formula injection, and distinguishes yes, no and not asked", () => {
  const text = episodesCsv(
    [
      blankRecord("episode", {
        ...entry(),
        ended_at: "2026-11-23T07:12:00Z",
        areas: [],
        note: '=HYPERLINK("http://x")',
        symptoms: { rash: true, dizziness: false },
      }),
    ],
    new Date(NOW),
  );
  const [head, row, end] = text.split("\r\n");
  expect(head).toContain('"Start","End","Minutes"');
  expect(row).toContain('"2026-11-23 08:00","2026-11-23 08:12","12","Europe/Berlin","none of these",""');
  expect(row).toContain('"Dizziness: No; Rash: Yes"');
  expect(row).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(end).toBe("");
});
