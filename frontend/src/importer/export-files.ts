/** Export files of the diary, including unsaved records. */
import { KINDS } from "../model/records";
import type { Kind } from "../model/types";
import { get } from "svelte/store";
import type { StoredRecord } from "../storage/stored-types";
import { allRows, episodes, settings } from "../storage/queries";
import { unsavedRows, unsavedSettings } from "../storage/unsaved";
import { deviceZone, localDay } from "../time/zone";
import { format } from "../i18n";
import { dataWords } from "../i18n/data";
import { episodesCsv } from "./csv";
import { csvFile, jsonFile } from "./file-download";
import { serializeDiary } from "./serialize";

export function diaryFile(now: Date): File {
  return jsonFile(fileName(dataWords.file_name, now), serializeDiary(allRows(), get(settings), now));
}

export function tableFile(now: Date): File {
  return csvFile(fileName(dataWords.table_name, now), episodesCsv(get(episodes), now));
}

/** Export of the unsaved records alone. */
export function unsavedFile(now: Date): File {
  const rows = Object.fromEntries(KINDS.map((kind) => [kind, [] as StoredRecord[]])) as Record<Kind, StoredRecord[]>;
  for (const { kind, row } of get(unsavedRows)) rows[kind].push(row);
  const settingsToWrite = get(unsavedSettings) === null ? null : get(settings);
  return jsonFile(fileName(dataWords.file_name_unsaved, now), serializeDiary(rows, settingsToWrite, now));
}

function fileName(name: string, now: Date): string {
  return format(name, { day: localDay(now, deviceZone()) });
}
