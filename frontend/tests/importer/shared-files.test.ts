/** Files that both sides read: tests/files, read and written by tests/diary/importer as well. */
import { KINDS } from "../../src/model/records";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { StoredRecord } from "../../src/storage/stored-types";
import type { Episode, Settings, Kind } from "../../src/model/types";
import { randomRecords } from "../fixtures/random-diary";
import { parseDiaryFile, type DiaryFile } from "../../src/importer/parse-file";
import { serializeDiary, type RowsByKind } from "../../src/importer/serialize";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const at = (name: string) => new URL(`../../../tests/files/${name}`, import.meta.url);

function read(name: string): DiaryFile {
  const file = parseDiaryFile(new Uint8Array(readFileSync(at(name))), NOW);
  if (typeof file === "string") throw new Error(file);
  return file;
}

it("reads all of what the server writes", () => {
  const { flaws, records, settings, total } = read("from-server.json");
  expect(flaws).toEqual([]);
  expect([records.length, total]).toEqual([9, 9]);
  expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(settings).toEqual({ zone: "Europe/Berlin", emergencyNumber: "0 112", thresholds: { frequent_week_days: 4 } });
  const full = records.map(({ record }) => record as Episode).find(({ note }) => note?.startsWith("=1+1"));
  expect(full).toMatchObject({
    severity: 7,
    relief_minutes: 2.5,
    symptoms: { rash: false, leg_pain: true },
    areas: ["left.foot", "middle.saddle"],
  });
});

it("still writes the file that the server's tests bring in", () => {
  const rows = Object.fromEntries(KINDS.map((kind) => [kind, [] as StoredRecord[]])) as Record<Kind, StoredRecord[]>;
  for (const { kind, id, record } of randomRecords(15, 60, NOW))
    rows[kind].push({ id, record, deleted: 0, edited_at: "2026-11-25T09:00:00.000Z" });
  const settings: Settings = {
    zone: "Europe/Berlin",
    emergencyNumber: "112",
    places: "list",
    thresholds: { frequent_week_days: 4 },
  };
  expect(serializeDiary(rows as RowsByKind, settings, new Date(NOW))).toBe(
    readFileSync(at("from-phone.json"), "utf-8"),
  );
});
