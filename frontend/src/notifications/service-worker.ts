/** Notification handlers of the service worker. */
import { db } from "../storage/database";
import { queueReminderAnswer } from "../sync/pending-reminder-answers";
import { reregister } from "./push";
import { parsePayload, toNotification, type PushPayload } from "./payload";

interface PushChange {
  newSubscription?: PushSubscription | null;
  oldSubscription?: PushSubscription | null;
}

/** Show every message: browsers revoke push permission from a site that shows none. */
export async function showPush(registration: ServiceWorkerRegistration, text: string | undefined): Promise<void> {
  const payload = parsePayload(text);
  const shownBefore = await registration.getNotifications({ tag: payload.tag });
  const isRepeat = shownBefore.some(
    ({ data }) => payload.reminder !== null && (data as PushPayload).reminder === payload.reminder,
  );
  const maxActions = (globalThis.Notification as { maxActions?: number } | undefined)?.maxActions ?? 2;
  await registration.showNotification(payload.title, toNotification(payload, maxActions, isRepeat));
}

/** @param send sends the answer; a failure makes the browser retry later */
export async function handleClick(
  notification: Notification,
  action: string,
  clients: Clients,
  send: () => Promise<void>,
): Promise<void> {
  notification.close();
  const payload = notification.data as PushPayload;
  const chosenAction = payload.actions.find((item) => item.action === action);
  const page = chosenAction ? chosenAction.opens : payload.page;
  // A window may be opened only directly after the tap.
  await Promise.all([
    page === null ? undefined : open(clients, page),
    queueReminderAnswer(db, payload, chosenAction?.action ?? "opened", Date.now()),
  ]);
  await send();
}

async function open(clients: Clients, page: string): Promise<void> {
  const [window] = await clients.matchAll({ type: "window" });
  if (window === undefined) {
    await clients.openWindow(page);
    return;
  }
  await window.focus();
  await window.navigate(page);
}

/** The browser replaced the subscription. */
export async function handleSubscriptionChange(
  registration: ServiceWorkerRegistration,
  { newSubscription, oldSubscription }: PushChange,
): Promise<void> {
  const options = oldSubscription?.options;
  const subscription = newSubscription ?? (options && (await registration.pushManager.subscribe(options)));
  if (subscription) await reregister(subscription);
}
