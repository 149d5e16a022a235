/** Whether the store of this phone works, and what is done when it does not. */
import { get, writable, type Readable } from "svelte/store";
import { intervals } from "../model/intervals";
import { db } from "./database";

/**
 * full: no room · slow: it does not answer · blocked: another tab has an older diary open ·
 * failed: anything else, such as a browser that keeps nothing
 */
export type StorageFailure = "full" | "slow" | "blocked" | "failed";

const failure = writable<StorageFailure | null>(null);
const newerVersion = writable(false);
const recoveries = writable(0);

/** What is wrong with the store; `null`: it works, as far as is known. */
export const storageFailure: Readable<StorageFailure | null> = failure;

/** A newer version of the app has this diary open, or had: this one is to be reloaded. */
export const newerVersionOpen: Readable<boolean> = newerVersion;

/** Grows when the store works again: what was read before is to be read again. */
export const storageRecovered: Readable<number> = recoveries;

class StorageTimeoutError extends Error {
  override readonly name = "Slow";
}

/** @throws what the job throws, or when the store does not answer in time */
export async function withTimeout<T>(job: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StorageTimeoutError("The store does not answer.")), intervals.storageTimeout);
  });
  try {
    return await Promise.race([job, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export function markFailed(error: unknown): void {
  failure.update((before) => (before === "blocked" ? before : classifyFailure(error)));
}

export function markWorking(): void {
  if (get(failure) === null) return;
  failure.set(null);
  recoveries.update((count) => count + 1);
}

function classifyFailure(error: unknown): StorageFailure {
  const { name = "", message = "", inner } = (error ?? {}) as Error & { inner?: Error };
  if (`${name} ${message} ${inner?.name ?? ""}`.includes("Quota")) return "full";
  return error instanceof StorageTimeoutError ? "slow" : "failed";
}

/** Open it, once more when it did not open before. @throws when it does not */
export async function openStorage(): Promise<void> {
  if (db.isOpen()) return;
  const opening = db.open();
  try {
    await withTimeout(opening);
  } catch (error) {
    db.close(); // an opening that hangs is given up, so that the next one can begin
    await opening.catch(() => undefined);
    throw error;
  }
}

/** Call once for a page. */
export async function watchStorage(): Promise<void> {
  db.on("blocked", () => failure.set("blocked"));
  db.on("versionchange", ({ newVersion }) => {
    if (newVersion !== null) newerVersion.set(true);
  });
  db.on(
    "ready",
    () => {
      // Dexie opens what a newer version has made, too: tables that we do not know stay as they are.
      if (db.backendDB().version > Math.round(db.verno * 10)) newerVersion.set(true);
      markWorking();
    },
    true,
  );
  try {
    await openStorage();
  } catch (error) {
    markFailed(error);
    reportError(error);
  }
}
