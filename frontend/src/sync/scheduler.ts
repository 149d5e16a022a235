/** When the phone and the server speak. What they say is in push-pull.ts. */
import { browser } from "../model/browser";
import { ApiError, call } from "./http";
import { timings } from "../model/intervals";
import { db } from "../storage/database";
import { retryNow } from "../storage/outbox";
import type { Locks, Tools } from "./tools";
import { fetchAssessment, fetchPrompts, followAssessment } from "./server-cache";
import { markExpired, storedSession } from "../storage/session";
import { refreshSession } from "./session";

/** No part of the first load: who is not signed in does without. */
const server = () => import("./lazy");

/** Where there are no Web Locks, a second sender costs only repeated requests. */
const unlocked: Locks = { request: (_name, job) => job() };

export const tools: Tools = {
  db,
  call,
  locks: browser.navigator?.locks ?? unlocked,
  now: () => Date.now(),
  onSent: (at) => {
    // The server's own clock: this phone's may be wrong.
    sentAt = Math.max(sentAt, Date.parse(at));
  },
  onSignedOut: markExpired,
};

/** When the last record was taken in; milliseconds since 1970. */
let sentAt = 0;

let sending = false;
let again = false;

/** Send what is due, soon; calls while a send runs become one more send after it. */
export async function send(): Promise<void> {
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  try {
    do {
      again = false;
      await speak(false);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by a call meanwhile
    } while (again);
  } finally {
    sending = false;
  }
}

/** @param ask for what was changed elsewhere, also when there is nothing to send */
async function speak(ask: boolean): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const before = sentAt;
  const { exchange, findMerges } = await server();
  await exchange(tools, ask);
  if (sentAt > before) quietly(followAssessment(sentAt));
  quietly(findMerges(tools));
}

/** After a local save: try soon, and let the browser try later if the app is closed. */
export function saved(): void {
  setTimeout(() => {
    quietly(send());
    quietly(askForBackgroundSync());
  }, timings.listen);
}

/** Everything, both ways: on opening, on signing in, and when the network is back. */
export async function syncAll(): Promise<void> {
  await refreshSession();
  if (!(await storedSession()).signedIn) return;
  await retryNow(db);
  await speak(true);
  if (!(await storedSession()).signedIn) return;
  await (await server()).fetchSettings(tools);
  await fetchAssessment();
  await fetchPrompts();
  await afterSync();
}

/** What else is told to the server once all is read. */
let afterSync: () => Promise<void> = async () => undefined;

/**
 * Start the triggers; call once for a page.
 *
 * @param after runs at the end of each `syncAll`
 */
export function startSync(after: () => Promise<void>): void {
  afterSync = after;
  quietly(db.forgetDeleted().then(syncAll));
  addEventListener("online", () => quietly(syncAll()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") quietly(syncAll());
    else quietly(send());
  });
  setInterval(() => quietly(send()), timings.sendEvery);
  setInterval(() => {
    if (document.visibilityState === "visible") quietly(syncAll());
  }, timings.pullEvery);
  browser.navigator?.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === "send") quietly(send());
  });
}

/** No network is not an error: what is unsent is on the screen. Anything else is reported. */
export function quietly(work: Promise<unknown>): void {
  work.catch(async (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return markExpired();
    if (!(error instanceof ApiError)) reportError(error);
  });
}

interface SyncRegistration {
  sync?: { register(tag: string): Promise<void> };
}

async function askForBackgroundSync(): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const registration = (await browser.navigator?.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  try {
    await registration?.sync?.register("outbox");
  } catch (error) {
    // Not allowed by the person or the browser: the other triggers remain.
    if (!(error instanceof DOMException)) throw error;
  }
}
