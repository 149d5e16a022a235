/** Health of IndexedDB: timeouts, failures and recovery. */
import { get, writable, type Readable } from "svelte/store";
import { intervals } from "../model/intervals";
import { db } from "./database";

/**
 * full: quota exceeded · slow: timeout · blocked: another tab has an older database version open ·
 * failed: anything else, such as private browsing
 */
export type StorageFailure = "full" | "slow" | "blocked" | "failed";

const failure = writable<StorageFailure | null>(null);
const newerVersion = writable(false);
const recoveries = writable(0);

/** The current failure; `null` if storage works. */
export const storageFailure: Readable<StorageFailure | null> = failure;

/** A newer app version upgraded the database: this page must be reloaded. */
export const newerVersionOpen: Readable<boolean> = newerVersion;

/** Incremented when storage recovers: queries must run again. */
export const storageRecovered: Readable<number> = recoveries;

class StorageTimeoutError extends Error {
  override readonly name = "Slow";
}

/** @throws what the job throws, or StorageTimeoutError */
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

/** Open the database unless it is open. @throws if it cannot be opened */
export async function openStorage(): Promise<void> {
  if (db.isOpen()) return;
  const opening = db.open();
  try {
    await withTimeout(opening);
  } catch (error) {
    db.close(); // abort a hanging open, so that the next attempt can start
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
      // Dexie also opens databases of a newer version; unknown tables stay untouched.
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
