/**
 * Every save goes this way. It resolves once the record is shown: stored on this phone or, when
 * the store does not take it, held in memory and tried again. Reaching the server is the outbox's
 * work and never waited for.
 */
import { get } from "svelte/store";
import { timings } from "../model/intervals";
import { db, type Kept, type Kind } from "./database";
import { showRow, storedSettings } from "./queries";
import { askAfterSave } from "./persistence";
import { inTime, itFailed, itWorks, openStore, trouble } from "./store-health";
import type { DiaryRecord, Settings } from "../model/types";
import { hold, release, unsavedCount, unsavedRows, unsavedSettings } from "./unsaved";
import { plain } from "../model/record-fields";

let afterSave: () => void = () => undefined;

/** What is done after each save, such as sending it; one for a page. */
export function onSave(run: () => void): void {
  afterSave = run;
}

export async function keep(kind: Kind, record: DiaryRecord, deleted: 0 | 1 = 0): Promise<void> {
  const own = plain(record);
  const id = "date" in own ? own.date : own.id;
  try {
    showRow(kind, await store(kind, { id, record: own, deleted }));
    release(kind, id);
    afterwards();
    askAfterSave().catch((error: unknown) => reportError(error));
  } catch (error) {
    hold({ kind, row: { id, record: own, deleted, edited_at: new Date().toISOString() } });
    complain(error);
  }
}

export async function keepSettings(change: Partial<Settings>): Promise<void> {
  const whole = { ...get(unsavedSettings), ...plain(change) };
  try {
    await storeSettings(whole);
    unsavedSettings.set(null);
    afterwards();
  } catch (error) {
    unsavedSettings.set(whole);
    complain(error);
  }
}

async function store(kind: Kind, { id, record, deleted }: Kept): Promise<Kept> {
  return inTime(db.keep(kind, id, record, deleted, Date.now()));
}

async function storeSettings(change: Partial<Settings>): Promise<void> {
  await inTime(storedSettings().then((before) => db.keepSettings({ ...before, ...change }, Date.now())));
}

function afterwards(): void {
  afterSave();
  if (get(unsavedCount) > 0) void tryAgain();
  else itWorks();
}

function complain(error: unknown): void {
  itFailed(error);
  reportError(error);
}

let trying: Promise<boolean> | null = null;

/** Store what is in memory only, oldest first. @returns whether all is stored now */
export function tryAgain(): Promise<boolean> {
  trying ??= storeAll().finally(() => (trying = null));
  return trying;
}

async function storeAll(): Promise<boolean> {
  try {
    await openStore();
    for (const one of get(unsavedRows)) {
      showRow(one.kind, await store(one.kind, one.row));
      release(one.kind, one.row.id, one);
    }
    const change = get(unsavedSettings);
    if (change !== null) {
      await storeSettings(change);
      if (get(unsavedSettings) === change) unsavedSettings.set(null);
    }
  } catch (error) {
    itFailed(error);
    return false;
  }
  if (get(unsavedCount) > 0) return false; // edited meanwhile: next time
  itWorks();
  afterSave();
  return true;
}

/** Call once for a page. */
export function keepTrying(): void {
  const due = (): boolean => get(unsavedCount) > 0 || get(trouble) !== null;
  setInterval(() => due() && void tryAgain(), timings.storeAgain);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && due()) void tryAgain();
  });
  const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
  unsavedCount.subscribe((count) => {
    if (count > 0) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  });
}
