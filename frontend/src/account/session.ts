/** Signing in and out on this phone, and what happens to the diary when that changes. */
import type { Session } from "../model/types";
import { stopPush } from "../notifications/push";
import { db } from "../storage/database";
import { saveSettings } from "../storage/save-records";
import { storedSession } from "../storage/session";
import { ApiError } from "../sync/http";
import { runInBackground, syncAll, tools } from "../sync/scheduler";
import { finishSignOut, isSameAccount, refreshSession } from "../sync/session";
import { logOut, type Account } from "../sync/session-api";
import { SYNC_LOCK } from "../sync/tools";

/** Needed by few. */
const accountApi = () => import("./account-api");

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
async function openSession(accountApi: Account): Promise<void> {
  const before = await storedSession();
  if (before.email && !isSameAccount(before, accountApi)) {
    await logOut();
    throw new OtherDiaryError(before.email);
  }
  await db.set("session", { signedIn: true, ...accountApi } satisfies Session);
}

/** Call before somebody signs in. @throws ApiError */
export async function prepareSignIn(): Promise<void> {
  await finishSignOut();
}

/**
 * The server let them in: the diary on this phone is then uploaded.
 *
 * @param isNewAccount the account was made just now
 * @throws ApiError, OtherDiaryError
 */
export async function completeSignIn(accountApi: Account, isNewAccount: boolean): Promise<void> {
  await openSession(accountApi);
  if (isNewAccount) await saveSettings({}); // a new diary learns the zone and number of this phone
  runInBackground(syncAll());
}

/**
 * Sign out, and take the diary off this phone unless it is to be kept. The server's session is
 * ended at once, or as soon as there is a network; until then nothing is sent with it. Ask first what
 * becomes of the diary here, and say how many records `unsent()` are.
 */
export async function signOut(keepDiary: boolean): Promise<void> {
  await stopPush(); // no message of this diary comes to this phone any more
  if (keepDiary) await db.detachFromAccount();
  else await db.clearAll();
  await db.set("sign_out_due", true);
  try {
    await finishSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it stays due
  }
}

/** The address was changed on the server. */
export async function refreshAfterEmailChange(): Promise<void> {
  await refreshSession();
}

/** Erase every entry, here and on the server when signed in to it. @throws ApiError */
export async function eraseEntries(): Promise<void> {
  // Under the sender's lock: nothing that is being sent comes back after it.
  await tools.locks.request(SYNC_LOCK, async () => {
    if ((await storedSession()).signedIn) await (await accountApi()).deleteEntries();
    await db.clearEntries();
  });
  runInBackground(syncAll());
}

/** Delete the account with all that is its, and clear this phone. @throws ApiError */
export async function deleteAccount(): Promise<void> {
  await tools.locks.request(SYNC_LOCK, async () => {
    await (await accountApi()).requestAccountDeletion();
    await db.clearAll();
  });
}
