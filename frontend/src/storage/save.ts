/**
 * Optimistic save. It resolves once the record is shown: stored in IndexedDB or, if that fails,
 * held in memory and retried. Sending is done by the outbox and never awaited.
 */
import { get } from "svelte/store";
import { intervals } from "../model/intervals";
import { db } from "./database";
import type { StoredRecord } from "./stored-types";
import { showRow, storedSettings } from "./queries";
import { requestPersistenceOnce } from "./persistence";
import { withTimeout, markFailed, markWorking, openStorage, storageFailure } from "./store-health";
import type { DiaryRecord, Settings, Kind } from "../model/types";
import { holdUnsaved, releaseUnsaved, unsavedCount, unsavedRows, unsavedSettings } from "./unsaved";
import { toPlainData } from "../model/records";

let afterSave: () => void = () => undefined;

/** Set the callback that runs after each save, such as sending. */
export function onSave(run: () => void): void {
  afterSave = run;
}

export async function saveRecord(kind: Kind, record: DiaryRecord, deleted: 0 | 1 = 0): Promise<void> {
  const data = toPlainData(record);
  const id = "date" in data ? data.date : data.id;
  try {
    showRow(kind, await storeRecord(kind, { id, record: data, deleted }));
    releaseUnsaved(kind, id);
    afterStored();
    requestPersistenceOnce().catch((error: unknown) => reportError(error));
  } catch (error) {
    holdUnsaved({ kind, row: { id, record: data, deleted, edited_at: new Date().toISOString() } });
    handleFailure(error);
  }
}

export async function storeSettingsChange(change: Partial<Settings>): Promise<void> {
  const merged = { ...get(unsavedSettings), ...toPlainData(change) };
  try {
    await storeSettings(merged);
    unsavedSettings.set(null);
    afterStored();
  } catch (error) {
    unsavedSettings.set(merged);
    handleFailure(error);
  }
}

async function storeRecord(kind: Kind, { id, record, deleted }: StoredRecord): Promise<StoredRecord> {
  return withTimeout(db.putRecord(kind, id, record, deleted, Date.now()));
}

async function storeSettings(change: Partial<Settings>): Promise<void> {
  await withTimeout(storedSettings().then((before) => db.putSettings({ ...before, ...change }, Date.now())));
}

function afterStored(): void {
  afterSave();
  if (get(unsavedCount) > 0) void retryUnsaved();
  else markWorking();
}

function handleFailure(error: unknown): void {
  markFailed(error);
  reportError(error);
}

let retrying: Promise<boolean> | null = null;

/** Store the records that are in memory only, oldest first. @returns whether all are stored */
export function retryUnsaved(): Promise<boolean> {
  retrying ??= storeUnsaved().finally(() => (retrying = null));
  return retrying;
}

async function storeUnsaved(): Promise<boolean> {
  try {
    await openStorage();
    for (const unsaved of get(unsavedRows)) {
      showRow(unsaved.kind, await storeRecord(unsaved.kind, unsaved.row));
      releaseUnsaved(unsaved.kind, unsaved.row.id, unsaved);
    }
    const change = get(unsavedSettings);
    if (change !== null) {
      await storeSettings(change);
      if (get(unsavedSettings) === change) unsavedSettings.set(null);
    }
  } catch (error) {
    markFailed(error);
    return false;
  }
  if (get(unsavedCount) > 0) return false; // edited meanwhile: the next retry stores it
  markWorking();
  afterSave();
  return true;
}

/** Call once for a page. */
export function startRetrying(): void {
  const isDue = (): boolean => get(unsavedCount) > 0 || get(storageFailure) !== null;
  setInterval(() => isDue() && void retryUnsaved(), intervals.storageRetry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && isDue()) void retryUnsaved();
  });
  const warnBeforeUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
  unsavedCount.subscribe((count) => {
    if (count > 0) addEventListener("beforeunload", warnBeforeUnload);
    else removeEventListener("beforeunload", warnBeforeUnload);
  });
}
