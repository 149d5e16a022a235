import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { kinds } from "../../src/model/kinds.json";
import {
  blankRecord,
  codesOf,
  fieldNames,
  isComplete,
  KINDS,
  pickFields,
  readRecord,
  shapeOf,
} from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { RECORD_SCHEMAS } from "../../src/importer/validate";

const ONLY_REQUIRED = { id: "a", started_at: "2026-11-23T07:00:00Z", zone: "UTC" };

it("makes a record of which nothing was asked, except what is given", () => {
  const episode = blankRecord("episode", { ...ONLY_REQUIRED, severity: 0 });
  expect(Object.keys(episode).sort()).toEqual(["id", ...fieldNames("episode")].sort());
  expect(Object.values({ ...episode, ...ONLY_REQUIRED, severity: null }).filter((value) => value !== null)).toEqual(
    Object.values(ONLY_REQUIRED),
  );
  expect(episode).toMatchObject({ ...ONLY_REQUIRED, severity: 0 });
});

it("picks what a person writes: neither key nor server fields, null for what is not there", () => {
  const stored = { ...ONLY_REQUIRED, version: 3, created_at: "2026-11-23T07:00:00Z", severity: 0, unknown: 1 };
  const picked = pickFields("episode", stored) as Record<string, unknown>;
  expect(Object.keys(picked)).toEqual(fieldNames("episode"));
  expect([picked["severity"], picked["note"]]).toEqual([0, null]);
  expect(pickFields("check_in", { date: "2026-11-23" })).toEqual({});
  expect(pickFields("settings", { zone: "UTC" })).toEqual({});
});

it("reads a record that lacks fields, or has one that it does not know", () => {
  const question = readRecord("question", { id: "q", text: "Why?", discussed: null, importance: 2 });
  expect(question).toEqual({ id: "q", text: "Why?", discussed: false, importance: 2 });
  expect(isComplete("question", question)).toBe(true);
  expect(isComplete("question", { id: "q", text: "Why?" })).toBe(false);
});

it("completes a stored record of an app that knew fewer fields", async () => {
  const db = new FootnoteDatabase("fewer-fields");
  await db.episodes.put({ id: "a", record: ONLY_REQUIRED as never, deleted: 0 });
  const complete = blankRecord("episode", ONLY_REQUIRED);
  expect((await db.episodes.get("a"))!.record).toEqual(complete);
  expect((await db.episodes.toArray()).map(({ record }) => record)).toEqual([complete]);
  expect((await db.episodes.bulkGet(["a", "b"])).map((row) => row?.record)).toEqual([complete, undefined]);
});

it("knows the same fields and codes as the schema of the file", () => {
  expect(KINDS).toEqual(Object.keys(kinds));
  for (const kind of KINDS) {
    const properties = Object.keys(RECORD_SCHEMAS[kind].properties!);
    expect(properties).toEqual(expect.arrayContaining([shapeOf(kind).key, ...fieldNames(kind)]));
  }
  expect(codesOf("trigger")).toContain("cast");
  expect(codesOf("severity")).toEqual([]);
});
