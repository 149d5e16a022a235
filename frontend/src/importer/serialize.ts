/** Serialize the diary for `parseDiaryFile`, see docs/file-format.md. */
import { KINDS, type StoredRecord, type Kind } from "../storage/stored-types";
import type { DiaryRecord, ServerFields, Settings } from "../model/types";
import { writableFields } from "../model/record-fields";
import { settingsPayload } from "../sync/settings";
import { lastChangedAt } from "./compare";
import { FORMAT, LISTS, VERSION } from "./parse-file";

export type RowsByKind = Record<Kind, readonly StoredRecord[]>;

/**
 * Deleted records are left out.
 *
 * @param settings `null`: without settings
 */
export function serializeDiary(rows: RowsByKind, settings: Settings | null, now: Date): string {
  const lists = KINDS.map((kind) => [
    LISTS[kind],
    rows[kind].filter(({ deleted }) => !deleted).map((row) => toFileRecord(kind, row)),
  ]);
  const content = {
    format: FORMAT,
    version: VERSION,
    exported_at: now.toISOString(),
    ...(settings === null ? {} : { settings: settingsPayload(settings) }),
    ...(Object.fromEntries(lists) as Record<string, object[]>),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function toFileRecord(kind: Kind, row: StoredRecord): object {
  const key = kind === "check_in" ? { date: row.id } : { id: row.id };
  return { ...key, ...writableFields(kind, row.record), ...serverFieldsOf(row) };
}

/** Server fields, so that an import can decide which record is newer. */
function serverFieldsOf(row: StoredRecord<DiaryRecord>): ServerFields {
  const { created_at, version } = row.record;
  const updated_at = lastChangedAt(row);
  return {
    ...(created_at === undefined ? {} : { created_at }),
    ...(updated_at === undefined ? {} : { updated_at }),
    ...(version === undefined ? {} : { version }),
  };
}
