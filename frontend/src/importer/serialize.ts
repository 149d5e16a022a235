/** The diary as a file that `readDiary` reads again: docs/file-format.md. */
import { KINDS, type StoredRecord, type Kind } from "../storage/database";
import type { DiaryRecord, ServerFields, Settings } from "../model/types";
import { writableFields } from "../model/record-fields";
import { settingsPayload } from "../sync/settings";
import { lastChanged } from "./compare";
import { FORMAT, LISTS, VERSION } from "./parse-file";

export type Rows = Record<Kind, readonly StoredRecord[]>;

/**
 * What is deleted is left out.
 *
 * @param settings `null`: the file has none
 */
export function writeDiary(rows: Rows, settings: Settings | null, now: Date): string {
  const lists = KINDS.map((kind) => [
    LISTS[kind],
    rows[kind].filter(({ deleted }) => !deleted).map((row) => line(kind, row)),
  ]);
  const whole = {
    format: FORMAT,
    version: VERSION,
    exported_at: now.toISOString(),
    ...(settings === null ? {} : { settings: settingsPayload(settings) }),
    ...(Object.fromEntries(lists) as Record<string, object[]>),
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

function line(kind: Kind, row: StoredRecord): object {
  const key = kind === "check_in" ? { date: row.id } : { id: row.id };
  return { ...key, ...writableFields(kind, row.record), ...stamps(row) };
}

/** To tell, one day, which of two is newer. */
function stamps(row: StoredRecord<DiaryRecord>): ServerFields {
  const { created_at, version } = row.record;
  const updated_at = lastChanged(row);
  return {
    ...(created_at === undefined ? {} : { created_at }),
    ...(updated_at === undefined ? {} : { updated_at }),
    ...(version === undefined ? {} : { version }),
  };
}
