/** Triggers of sync; the protocol is in push-pull.ts. */
import { browser } from "../model/browser";
import { ApiError, call } from "./http";
import { intervals } from "../model/intervals";
import { db } from "../storage/database";
import { retryNow } from "../storage/outbox";
import type { Locks, SyncContext } from "./tools";
import { fetchAssessment, fetchPrompts, followAssessment } from "./server-cache";
import { markExpired, storedSession } from "../storage/session";
import { refreshSession } from "./session";

/** Lazy: only needed when signed in. */
const serverModules = () => import("./lazy");

/** Without Web Locks, a concurrent sync costs repeated requests only. */
const unlocked: Locks = { request: (_name, job) => job() };

export const tools: SyncContext = {
  db,
  call,
  locks: browser.navigator?.locks ?? unlocked,
  now: () => Date.now(),
  onAccepted: (at) => {
    // By the server's clock, since the phone's may be wrong.
    acceptedAt = Math.max(acceptedAt, Date.parse(at));
  },
  onSignedOut: markExpired,
};

/** Time when the server accepted the last record, in ms since 1970. */
let acceptedAt = 0;

let sending = false;
let resend = false;

/** Send due changes; calls during a send are coalesced into one more send. */
export async function sendUnsent(): Promise<void> {
  if (sending) {
    resend = true;
    return;
  }
  sending = true;
  try {
    do {
      resend = false;
      await syncOnceIfSignedIn(false);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by a concurrent call
    } while (resend);
  } finally {
    sending = false;
  }
}

/** @param pull sync even if nothing is due */
async function syncOnceIfSignedIn(pull: boolean): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const before = acceptedAt;
  const { syncOnce, recordMerges } = await serverModules();
  await syncOnce(tools, pull);
  if (acceptedAt > before) runInBackground(followAssessment(acceptedAt));
  runInBackground(recordMerges(tools));
}

/** After a local save: send soon, and register Background Sync in case the app is closed. */
export function scheduleSend(): void {
  setTimeout(() => {
    runInBackground(sendUnsent());
    runInBackground(registerBackgroundSync());
  }, intervals.changeDebounce);
}

/** Full sync: at start, after sign-in and when the network is back. */
export async function syncAll(): Promise<void> {
  await refreshSession();
  if (!(await storedSession()).signedIn) return;
  await retryNow(db);
  await syncOnceIfSignedIn(true);
  if (!(await storedSession()).signedIn) return;
  await (await serverModules()).fetchSettings(tools);
  await fetchAssessment();
  await fetchPrompts();
  await afterSyncAll();
}

/** Callback at the end of each full sync. */
let afterSyncAll: () => Promise<void> = async () => undefined;

/**
 * Start the triggers; call once for a page.
 *
 * @param afterEach runs at the end of each `syncAll`
 */
export function startSync(afterEach: () => Promise<void>): void {
  afterSyncAll = afterEach;
  runInBackground(db.purgeDeleted().then(syncAll));
  addEventListener("online", () => runInBackground(syncAll()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") runInBackground(syncAll());
    else runInBackground(sendUnsent());
  });
  setInterval(() => runInBackground(sendUnsent()), intervals.send);
  setInterval(() => {
    if (document.visibilityState === "visible") runInBackground(syncAll());
  }, intervals.pull);
  browser.navigator?.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === "send") runInBackground(sendUnsent());
  });
}

/** Run without awaiting. Being offline is not an error, since unsent changes are shown; other errors are reported. */
export function runInBackground(work: Promise<unknown>): void {
  work.catch(async (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return markExpired();
    if (!(error instanceof ApiError)) reportError(error);
  });
}

interface SyncRegistration {
  sync?: { register(tag: string): Promise<void> };
}

async function registerBackgroundSync(): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const registration = (await browser.navigator?.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  try {
    await registration?.sync?.register("outbox");
  } catch (error) {
    // Not permitted: the other triggers remain.
    if (!(error instanceof DOMException)) throw error;
  }
}
