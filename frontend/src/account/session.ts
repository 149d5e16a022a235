/** Sign-in and sign-out on this phone, and their effect on the diary. */
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

/** Lazy: rarely needed. */
const accountApi = () => import("./account-api");

/** Sign-in refused: this phone holds the diary of another account. */
export class OtherDiaryError extends Error {
  readonly email: string;

  constructor(email: string) {
    super(`This phone holds the diary of ${email}.`);
    this.name = "OtherDiaryError";
    this.email = email;
  }
}

/** Store the session. @throws ApiError, OtherDiaryError: then nobody is signed in */
async function openSession(accountApi: Account): Promise<void> {
  const before = await storedSession();
  if (before.email && !isSameAccount(before, accountApi)) {
    await logOut();
    throw new OtherDiaryError(before.email);
  }
  await db.set("session", { signedIn: true, ...accountApi } satisfies Session);
}

/** Call before a sign-in. @throws ApiError */
export async function prepareSignIn(): Promise<void> {
  await finishSignOut();
}

/**
 * Complete a sign-in and upload the diary of this phone.
 *
 * @param isNewAccount the account was just created
 * @throws ApiError, OtherDiaryError
 */
export async function completeSignIn(accountApi: Account, isNewAccount: boolean): Promise<void> {
  await openSession(accountApi);
  if (isNewAccount) await saveSettings({}); // a new diary gets the zone and emergency number of this phone
  runInBackground(syncAll());
}

/**
 * Sign out, and delete the diary from this phone unless `keepDiary`. The server's session ends at
 * once or when online; until then nothing is sent. The screen must ask first whether to keep the
 * diary, and show `unsentCount()`.
 */
export async function signOut(keepDiary: boolean): Promise<void> {
  await stopPush(); // no more push messages of this diary on this phone
  if (keepDiary) await db.detachFromAccount();
  else await db.clearAll();
  await db.set("sign_out_due", true);
  try {
    await finishSignOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it stays due
  }
}

/** Call after the email address was changed. */
export async function refreshAfterEmailChange(): Promise<void> {
  await refreshSession();
}

/** Erase every entry, here and on the server when signed in to it. @throws ApiError */
export async function eraseEntries(): Promise<void> {
  // Under the sync lock: no concurrent sync restores entries.
  await tools.locks.request(SYNC_LOCK, async () => {
    if ((await storedSession()).signedIn) await (await accountApi()).deleteEntries();
    await db.clearEntries();
  });
  runInBackground(syncAll());
}

/** Delete the account with its data, and clear this phone. @throws ApiError */
export async function deleteAccount(): Promise<void> {
  await tools.locks.request(SYNC_LOCK, async () => {
    await (await accountApi()).requestAccountDeletion();
    await db.clearAll();
  });
}
