/** Validity of the stored session. */
import type { Session } from "../model/types";
import { db } from "../storage/database";
import { markExpired, storedSession } from "../storage/session";
import { currentAccount, logOut, type Account } from "./session-api";

/** True if the diary on this phone belongs to the account, whose email may have changed. */
export function isSameAccount(session: Session, account: Account): boolean {
  if (session.id !== undefined) return session.id === account.id;
  return session.email?.toLowerCase() === account.email.toLowerCase();
}

/** Validate the session with the server. Offline, nothing changes. */
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
