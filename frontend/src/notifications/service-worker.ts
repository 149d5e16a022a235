/** The service worker's part: it shows what is pushed, and takes the answers. */
import { db } from "../storage/database";
import { queueReminderAnswer } from "../sync/pending-reminder-answers";
import { reregister } from "./push";
import { parsePayload, toNotification, type PushPayload } from "./payload";

interface PushChange {
  newSubscription?: PushSubscription | null;
  oldSubscription?: PushSubscription | null;
}

/** Every message is shown: a browser takes the right to push from a site that keeps one to itself. */
export async function showPush(registration: ServiceWorkerRegistration, text: string | undefined): Promise<void> {
  const payload = parsePayload(text);
  const shownBefore = await registration.getNotifications({ tag: payload.tag });
  const isRepeat = shownBefore.some(
    ({ data }) => payload.reminder !== null && (data as PushPayload).reminder === payload.reminder,
  );
  const maxActions = (globalThis.Notification as { maxActions?: number } | undefined)?.maxActions ?? 2;
  await registration.showNotification(payload.title, toNotification(payload, maxActions, isRepeat));
}

/** @param send tells the server; a failure makes the browser try again later */
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
  // A page may be opened only right after the tap.
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

/** The browser changed the address of its own accord. */
export async function handleSubscriptionChange(
  registration: ServiceWorkerRegistration,
  { newSubscription, oldSubscription }: PushChange,
): Promise<void> {
  const options = oldSubscription?.options;
  const subscription = newSubscription ?? (options && (await registration.pushManager.subscribe(options)));
  if (subscription) await reregister(subscription);
}
