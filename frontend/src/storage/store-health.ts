/** Whether the store of this phone works, and what is done when it does not. */
import { get, writable, type Readable } from "svelte/store";
import { timings } from "../model/intervals";
import { db } from "./database";

/**
 * full: no room · slow: it does not answer · blocked: another tab has an older diary open ·
 * failed: anything else, such as a browser that keeps nothing
 */
export type Trouble = "full" | "slow" | "blocked" | "failed";

const wrong = writable<Trouble | null>(null);
const newer = writable(false);
const times = writable(0);

/** What is wrong with the store; `null`: it works, as far as is known. */
export const trouble: Readable<Trouble | null> = wrong;

/** A newer version of the app has this diary open, or had: this one is to be reloaded. */
export const newerElsewhere: Readable<boolean> = newer;

/** Grows when the store works again: what was read before is to be read again. */
export const worksAgain: Readable<number> = times;

class Slow extends Error {
  override readonly name = "Slow";
}

/** @throws what the job throws, or when the store does not answer in time */
export async function inTime<T>(job: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Slow("The store does not answer.")), timings.store);
  });
  try {
    return await Promise.race([job, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function itFailed(error: unknown): void {
  wrong.update((before) => (before === "blocked" ? before : kindOf(error)));
}

export function itWorks(): void {
  if (get(wrong) === null) return;
  wrong.set(null);
  times.update((count) => count + 1);
}

function kindOf(error: unknown): Trouble {
  const { name = "", message = "", inner } = (error ?? {}) as Error & { inner?: Error };
  if (`${name} ${message} ${inner?.name ?? ""}`.includes("Quota")) return "full";
  return error instanceof Slow ? "slow" : "failed";
}

/** Open it, once more when it did not open before. @throws when it does not */
export async function openStore(): Promise<void> {
  if (db.isOpen()) return;
  const opening = db.open();
  try {
    await inTime(opening);
  } catch (error) {
    db.close(); // an opening that hangs is given up, so that the next one can begin
    await opening.catch(() => undefined);
    throw error;
  }
}

/** Call once for a page. */
export async function watchStore(): Promise<void> {
  db.on("blocked", () => wrong.set("blocked"));
  db.on("versionchange", ({ newVersion }) => {
    if (newVersion !== null) newer.set(true);
  });
  db.on(
    "ready",
    () => {
      // Dexie opens what a newer version has made, too: tables that we do not know stay as they are.
      if (db.backendDB().version > Math.round(db.verno * 10)) newer.set(true);
      itWorks();
    },
    true,
  );
  try {
    await openStore();
  } catch (error) {
    itFailed(error);
    reportError(error);
  }
}
