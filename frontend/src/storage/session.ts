/** The stored session of this phone. */
import { db } from "./database";
import type { Session } from "../model/types";

export const SIGNED_OUT: Session = { signedIn: false };

export async function storedSession(): Promise<Session> {
  return (await db.get<Session>("session")) ?? SIGNED_OUT;
}

/** Signed in, or with an expired session: then the server raises prompts, not this phone. */
export async function hasAccount(): Promise<boolean> {
  const { signedIn, expired } = await storedSession();
  return signedIn || expired === true;
}

export async function markExpired(): Promise<void> {
  const before = await storedSession();
  if (before.diaryRetained) return; // signed out by the person during the request
  await db.set("session", { ...before, signedIn: false, expired: true } satisfies Session);
}

/** Number of unsent records. */
export async function unsentCount(): Promise<number> {
  return db.outbox.count();
}
