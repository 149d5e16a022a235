/** Whether the server still knows the session of this phone. */
import type { Session } from "../model/types";
import { db } from "../storage/database";
import { markExpired, storedSession } from "../storage/session";
import { currentAccount, logOut, type Account } from "./session-api";

/** Whether this phone holds the diary of this account, whose address may be another by now. */
export function isSameAccount(session: Session, account: Account): boolean {
  if (session.id !== undefined) return session.id === account.id;
  return session.email?.toLowerCase() === account.email.toLowerCase();
}

/** Ask the server whether the session still stands. Without an answer nothing changes. */
export async function refreshSession(): Promise<void> {
  await finishSignOut();
  const before = await storedSession();
  if (!before.signedIn) return;
  const account = await currentAccount();
  if (!(await storedSession()).signedIn) return; // signed out meanwhile
  if (account === null) await markExpired();
  else if (!isSameAccount(before, account)) await markExpired();
  else await db.set("session", { signedIn: true, ...account } satisfies Session);
}

/** @throws ApiError */
export async function finishSignOut(): Promise<void> {
  if (!(await db.get<boolean>("sign_out_due"))) return;
  await currentAccount(); // for the CSRF cookie
  await logOut();
  await db.meta.delete("sign_out_due");
}
