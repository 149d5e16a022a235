/** Persistent storage permission (not evicted when the disk is full), requested after the first save. */
import { browser } from "../model/browser";
import { db } from "./database";

/** `undefined`: not requested yet, or not supported. */
export async function isPersisted(): Promise<boolean | undefined> {
  if (await browser.navigator?.storage?.persisted?.()) return true;
  return db.get<boolean>("persisted");
}

/** Request once; after a denial only the person requests again. */
export async function requestPersistenceOnce(): Promise<void> {
  if ((await db.get("persisted")) === undefined) await requestPersistence();
}

/** @returns whether it was granted; `undefined` if not supported */
export async function requestPersistence(): Promise<boolean | undefined> {
  const granted = await browser.navigator?.storage?.persist?.();
  if (granted === undefined) return undefined;
  await db.set("persisted", granted);
  return granted;
}

/** Used and available bytes; `null` if not supported. */
export async function storageEstimate(): Promise<{ used: number; left: number } | null> {
  const { usage, quota } = (await browser.navigator?.storage?.estimate?.()) ?? {};
  return usage === undefined || quota === undefined ? null : { used: usage, left: Math.max(0, quota - usage) };
}
