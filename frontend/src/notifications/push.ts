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
const META_KEY = "push_id";

export async function pushState(): Promise<PushState> {
  if (!("PushManager" in globalThis) || !("Notification" in globalThis))
    return needsInstall() ? "install_first" : "no_push";
  if (Notification.permission === "denied") return "denied";
  return (await currentSubscription()) && (await subscriptionId()) ? "on" : "off";
}

/** iPhones and iPads push to apps on the home screen alone. */
function needsInstall(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const isAppleMobile = /iPhone|iPad/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
  return isAppleMobile && !matchMedia("(display-mode: standalone)").matches;
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
  const options = { userVisibleOnly: true, applicationServerKey: decodeBase64Url(public_key) };
  const existing = await pushManager.getSubscription();
  // One that was made for another key takes no message of ours.
  if (existing !== null && !hasSameKey(existing, options.applicationServerKey)) await existing.unsubscribe();
  await registerSubscription(await pushManager.subscribe(options));
  return "on";
}

/** Take this browser off; it is done here also when the server cannot be told, which then finds it gone. */
export async function stopPush(): Promise<void> {
  const knownId = await subscriptionId();
  await db.meta.delete(META_KEY);
  await (await currentSubscription())?.unsubscribe();
  if (knownId === undefined) return;
  try {
    await call("DELETE", `/api/v1/push-subscriptions/${knownId}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** On each start: the address may be another by now, or the server have lost it. @throws ApiError */
export async function refreshPush(): Promise<void> {
  const current = await currentSubscription();
  if (current) await reregister(current);
}

/** @throws ApiError */
export async function reregister(current: PushSubscription): Promise<void> {
  if ((await subscriptionId()) !== undefined) await registerSubscription(current);
}

async function registerSubscription(current: PushSubscription): Promise<void> {
  const knownId = (await subscriptionId()) ?? newId();
  await call("PUT", `/api/v1/push-subscriptions/${knownId}`, current.toJSON());
  await db.set(META_KEY, knownId);
}

/** Have the server send a message here, now. @throws ApiError: 429 after too many */
export async function testPush(): Promise<{ delivered: boolean; problem: string | null }> {
  return (await call("POST", `/api/v1/push-subscriptions/${await subscriptionId()}/test`)) as {
    delivered: boolean;
    problem: string | null;
  };
}

async function subscriptionId(): Promise<string | undefined> {
  return db.get<string>(META_KEY);
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const current = await browser.navigator?.serviceWorker?.getRegistration();
  const registration = current as Partial<ServiceWorkerRegistration> | undefined;
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

function hasSameKey({ options }: PushSubscription, key: Uint8Array): boolean {
  const currentKey = options.applicationServerKey;
  return currentKey !== null && String(new Uint8Array(currentKey)) === String(key);
}

/** Of base64url without padding. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
