/** Whether the phone keeps the diary when it runs out of room; asked for after the first save. */
import { browser } from "../model/browser";
import { db } from "./database";

/** `undefined`: not asked yet, or the phone cannot be asked. */
export async function isPersisted(): Promise<boolean | undefined> {
  if (await browser.navigator?.storage?.persisted?.()) return true;
  return db.get<boolean>("persisted");
}

/** Once; a phone that said no is not asked again by itself. */
export async function requestPersistenceOnce(): Promise<void> {
  if ((await db.get("persisted")) === undefined) await requestPersistence();
}

/** @returns the answer; `undefined` when the phone cannot be asked */
export async function requestPersistence(): Promise<boolean | undefined> {
  const granted = await browser.navigator?.storage?.persist?.();
  if (granted === undefined) return undefined;
  await db.set("persisted", granted);
  return granted;
}

/** In bytes; `null` when the phone does not tell. */
export async function storageEstimate(): Promise<{ used: number; left: number } | null> {
  const { usage, quota } = (await browser.navigator?.storage?.estimate?.()) ?? {};
  return usage === undefined || quota === undefined ? null : { used: usage, left: Math.max(0, quota - usage) };
}
