/** Who is signed in on this phone, as far as it knows. */
import { db } from "./database";
import type { Session } from "../model/types";

export const SIGNED_OUT: Session = { signedIn: false };

export async function storedSession(): Promise<Session> {
  return (await db.get<Session>("session")) ?? SIGNED_OUT;
}

/** Signed in, or was until the session ended: then the server asks, not this phone. */
export async function hasAccount(): Promise<boolean> {
  const { signedIn, expired } = await storedSession();
  return signedIn || expired === true;
}

export async function markExpired(): Promise<void> {
  const before = await storedSession();
  if (before.diaryRetained) return; // signed out by hand, while the server was asked
  await db.set("session", { ...before, signedIn: false, expired: true } satisfies Session);
}

/** How many records on this phone have not reached the server. */
export async function unsentCount(): Promise<number> {
  return db.outbox.count();
}
