/** Push messages on this phone: whether they can be, turning them on with a tap, and off. */
import { browser } from "../model/browser";
import { ApiError, call } from "../sync/http";
import { db } from "../storage/database";
import { newId } from "../model/uuid";

/**
 * no_push: this browser cannot · install_first: it can once the app is on the home screen ·
 * denied: the person said no, and only the browser's settings change that
 */
export type PushState = "no_push" | "install_first" | "denied" | "off" | "on";

/** The server has no key to push with. */
export class NoKeyError extends Error {}

/** How this browser is known to the server; kept so that a new address replaces the old one. */
const ID = "push_id";

export async function pushState(): Promise<PushState> {
  if (!("PushManager" in globalThis) || !("Notification" in globalThis))
    return onlyInstalled() ? "install_first" : "no_push";
  if (Notification.permission === "denied") return "denied";
  return (await subscription()) && (await id()) ? "on" : "off";
}

/** iPhones and iPads push to apps on the home screen alone. */
function onlyInstalled(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const apple = /iPhone|iPad/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
  return apple && !matchMedia("(display-mode: standalone)").matches;
}

/**
 * Ask the person and sign this browser up. Call it straight from a tap, before any other wait.
 *
 * @throws ApiError without a connection; NoKeyError
 */
export async function startPush(): Promise<PushState> {
  const state = await pushState();
  if (state === "no_push" || state === "install_first" || state === "denied") return state;
  if ((await Notification.requestPermission()) !== "granted") return pushState();
  const { public_key } = (await call("GET", "/api/v1/push-key")) as { public_key: string | null };
  if (public_key === null) throw new NoKeyError();
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(public_key) };
  const before = await pushManager.getSubscription();
  // One that was made for another key takes no message of ours.
  if (before !== null && !sameKey(before, wanted.applicationServerKey)) await before.unsubscribe();
  await signUp(await pushManager.subscribe(wanted));
  return "on";
}

/** Take this browser off; it is done here also when the server cannot be told, which then finds it gone. */
export async function stopPush(): Promise<void> {
  const known = await id();
  await db.meta.delete(ID);
  await (await subscription())?.unsubscribe();
  if (known === undefined) return;
  try {
    await call("DELETE", `/api/v1/push-subscriptions/${known}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** On each start: the address may be another by now, or the server have lost it. @throws ApiError */
export async function keepPush(): Promise<void> {
  const found = await subscription();
  if (found) await signUpAgain(found);
}

/** @throws ApiError */
export async function signUpAgain(found: PushSubscription): Promise<void> {
  if ((await id()) !== undefined) await signUp(found);
}

async function signUp(found: PushSubscription): Promise<void> {
  const known = (await id()) ?? newId();
  await call("PUT", `/api/v1/push-subscriptions/${known}`, found.toJSON());
  await db.set(ID, known);
}

/** Have the server send a message here, now. @throws ApiError: 429 after too many */
export async function testPush(): Promise<{ delivered: boolean; problem: string | null }> {
  return (await call("POST", `/api/v1/push-subscriptions/${await id()}/test`)) as {
    delivered: boolean;
    problem: string | null;
  };
}

async function id(): Promise<string | undefined> {
  return db.get<string>(ID);
}

async function subscription(): Promise<PushSubscription | null> {
  const found = await browser.navigator?.serviceWorker?.getRegistration();
  const registration = found as Partial<ServiceWorkerRegistration> | undefined;
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

function sameKey({ options }: PushSubscription, key: Uint8Array): boolean {
  const own = options.applicationServerKey;
  return own !== null && String(new Uint8Array(own)) === String(key);
}

/** Of base64url without padding. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
