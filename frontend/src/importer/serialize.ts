/** Serialize the diary for `parseDiaryFile`, see docs/file-format.md. */
import type { StoredRecord } from "../storage/stored-types";
import type { DiaryRecord, ServerFields, Settings, Kind } from "../model/types";
import { KINDS, pickFields, serverFields, shapeOf } from "../model/records";
import { settingsPayload } from "../sync/settings";
import { lastChangedAt } from "./compare";
import { file as FILE } from "../model/kinds.json";

export type RowsByKind = Record<Kind, readonly StoredRecord[]>;

/**
 * Deleted records are left out.
 *
 * @param settings `null`: without settings
 */
export function serializeDiary(rows: RowsByKind, settings: Settings | null, now: Date): string {
  const lists = KINDS.map((kind) => [
    shapeOf(kind).plural,
    rows[kind].filter(({ deleted }) => !deleted).map((row) => toFileRecord(kind, row)),
  ]);
  const content = {
    format: FILE.format,
    version: FILE.version,
    exported_at: now.toISOString(),
    ...(settings === null ? {} : { settings: settingsPayload(settings) }),
    ...(Object.fromEntries(lists) as Record<string, object[]>),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function toFileRecord(kind: Kind, row: StoredRecord): object {
  return { [shapeOf(kind).key]: row.id, ...pickFields(kind, row.record), ...serverFieldsOf(row) };
}

/** Server fields, so that an import can decide which record is newer. */
function serverFieldsOf(row: StoredRecord<DiaryRecord>): ServerFields {
  return serverFields({ ...row.record, updated_at: lastChangedAt(row) });
}
