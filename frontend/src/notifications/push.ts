/** Web Push on this phone: support, subscribe, unsubscribe. */
import { browser } from "../model/browser";
import { ApiError, call } from "../sync/http";
import { db } from "../storage/database";
import { newId } from "../model/uuid";

/**
 * no_push: not supported · install_first: supported once the app is on the home screen ·
 * denied: permission denied, which only the browser's settings can change
 */
export type PushState = "no_push" | "install_first" | "denied" | "off" | "on";

/** The server has no VAPID key. */
export class NoKeyError extends Error {}

/** Meta key of the subscription id, so that a new endpoint replaces the old one. */
const META_KEY = "push_id";

export async function pushState(): Promise<PushState> {
  if (!("PushManager" in globalThis) || !("Notification" in globalThis))
    return needsInstall() ? "install_first" : "no_push";
  if (Notification.permission === "denied") return "denied";
  return (await currentSubscription()) && (await subscriptionId()) ? "on" : "off";
}

/** iOS and iPadOS support push only for apps on the home screen. */
function needsInstall(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const isAppleMobile = /iPhone|iPad/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
  return isAppleMobile && !matchMedia("(display-mode: standalone)").matches;
}

/**
 * Request permission and subscribe. Call it directly from a tap, before any other await.
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
  // A subscription with another key cannot receive our messages.
  if (existing !== null && !hasSameKey(existing, options.applicationServerKey)) await existing.unsubscribe();
  await registerSubscription(await pushManager.subscribe(options));
  return "on";
}

/** Unsubscribe; offline too, since the server detects an expired subscription. */
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

/** Register again at each start: the endpoint may have changed, or the server lost it. @throws ApiError */
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

/** Send a test message to this browser. @throws ApiError 429 after too many */
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

/** Decode base64url without padding. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
