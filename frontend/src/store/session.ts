/** Who is signed in on this phone, and what happens to the diary when that changes. */
import * as auth from "../api/auth";
import { ApiError } from "../api/client";
import { db } from "./db";
import type { Session } from "./types";

export const SIGNED_OUT: Session = { signedIn: false };

export async function storedSession(): Promise<Session> {
  return (await db.get<Session>("session")) ?? SIGNED_OUT;
}

/** Signed in, or was until the session ended: then the server asks, not this phone. */
export async function hasAccount(): Promise<boolean> {
  const { signedIn, expired } = await storedSession();
  return signedIn || expired === true;
}

/** This phone holds the diary of somebody else, so nobody else may sign in to it. */
export class OtherDiaryError extends Error {
  readonly email: string;

  constructor(email: string) {
    super(`This phone holds the diary of ${email}.`);
    this.name = "OtherDiaryError";
    this.email = email;
  }
}

/** @throws ApiError, OtherDiaryError */
export async function enter(how: "signUp" | "logIn", email: string, password: string): Promise<void> {
  await finishSignOut();
  const before = await storedSession();
  const foreign = before.email && before.email.toLowerCase() !== email.trim().toLowerCase();
  if (before.expired && foreign) throw new OtherDiaryError(before.email!);
  const account = await auth[how](email.trim(), password);
  await db.set("session", { signedIn: true, email: account.email, verified: account.verified });
}

/** Ask the server whether the session still stands. Without an answer nothing changes. */
export async function refreshSession(): Promise<void> {
  await finishSignOut();
  const before = await storedSession();
  if (!before.signedIn) return;
  const account = await auth.currentAccount();
  if (account === null) await markExpired();
  else if (account.email.toLowerCase() !== before.email?.toLowerCase()) await markExpired();
  else await db.set("session", { signedIn: true, ...account });
}

export async function markExpired(): Promise<void> {
  const { email } = await storedSession();
  await db.set("session", { signedIn: false, email, expired: true } satisfies Session);
}

/**
 * Take the diary off this phone. The server's session is ended at once, or as soon as there is
 * a network; until then nothing is sent with it.
 */
export async function signOut(): Promise<void> {
  await db.clearAll();
  await db.set("sign_out_due", true);
  try {
    await finishSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it stays due
  }
}

async function finishSignOut(): Promise<void> {
  if (!(await db.get<boolean>("sign_out_due"))) return;
  await auth.currentAccount(); // for the CSRF cookie
  await auth.logOut();
  await db.meta.delete("sign_out_due");
}

/** How many records on this phone have not reached the server. */
export async function unsent(): Promise<number> {
  return db.outbox.count();
}
