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

/** The server let them in. @throws ApiError, OtherDiaryError: then nobody is signed in */
export async function admit(account: auth.Account): Promise<void> {
  const before = await storedSession();
  if (before.email && !isOf(before, account)) {
    await auth.logOut();
    throw new OtherDiaryError(before.email);
  }
  await db.set("session", { signedIn: true, ...account } satisfies Session);
}

/** Whether this phone holds the diary of this account, whose address may be another by now. */
function isOf(session: Session, account: auth.Account): boolean {
  if (session.id !== undefined) return session.id === account.id;
  return session.email?.toLowerCase() === account.email.toLowerCase();
}

/** Ask the server whether the session still stands. Without an answer nothing changes. */
export async function refreshSession(): Promise<void> {
  await finishSignOut();
  const before = await storedSession();
  if (!before.signedIn) return;
  const account = await auth.currentAccount();
  if (!(await storedSession()).signedIn) return; // signed out meanwhile
  if (account === null) await markExpired();
  else if (!isOf(before, account)) await markExpired();
  else await db.set("session", { signedIn: true, ...account } satisfies Session);
}

export async function markExpired(): Promise<void> {
  const before = await storedSession();
  if (before.kept) return; // signed out by hand, while the server was asked
  await db.set("session", { ...before, signedIn: false, expired: true } satisfies Session);
}

/**
 * Sign out, and take the diary off this phone unless it is to be kept. The server's session is
 * ended at once, or as soon as there is a network; until then nothing is sent with it.
 */
export async function signOut(keep: boolean): Promise<void> {
  await (await import("../push")).stopPush(); // no message of this diary comes to this phone any more
  if (keep) await db.keepToItself();
  else await db.clearAll();
  await db.set("sign_out_due", true);
  try {
    await finishSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it stays due
  }
}

/** @throws ApiError */
export async function finishSignOut(): Promise<void> {
  if (!(await db.get<boolean>("sign_out_due"))) return;
  await auth.currentAccount(); // for the CSRF cookie
  await auth.logOut();
  await db.meta.delete("sign_out_due");
}

/** How many records on this phone have not reached the server. */
export async function unsent(): Promise<number> {
  return db.outbox.count();
}
