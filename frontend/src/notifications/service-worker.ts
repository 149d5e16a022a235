/** The service worker's part: it shows what is pushed, and takes the answers. */
import { db } from "../storage/database";
import { queueReminderAnswer } from "../sync/pending-reminder-answers";
import { signUpAgain } from "./push";
import { noticeIn, shown, type Notice } from "./payload";

interface PushChange {
  newSubscription?: PushSubscription | null;
  oldSubscription?: PushSubscription | null;
}

/** Every message is shown: a browser takes the right to push from a site that keeps one to itself. */
export async function show(registration: ServiceWorkerRegistration, text: string | undefined): Promise<void> {
  const notice = noticeIn(text);
  const before = await registration.getNotifications({ tag: notice.tag });
  const again = before.some(({ data }) => notice.reminder !== null && (data as Notice).reminder === notice.reminder);
  const most = (globalThis.Notification as { maxActions?: number } | undefined)?.maxActions ?? 2;
  await registration.showNotification(notice.title, shown(notice, most, again));
}

/** @param send tells the server; a failure makes the browser try again later */
export async function answer(
  notification: Notification,
  action: string,
  clients: Clients,
  send: () => Promise<void>,
): Promise<void> {
  notification.close();
  const notice = notification.data as Notice;
  const chosen = notice.actions.find((one) => one.action === action);
  const page = chosen ? chosen.opens : notice.page;
  // A page may be opened only right after the tap.
  await Promise.all([
    page === null ? undefined : open(clients, page),
    queueReminderAnswer(db, notice, chosen?.action ?? "opened", Date.now()),
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
export async function moved(
  registration: ServiceWorkerRegistration,
  { newSubscription, oldSubscription }: PushChange,
): Promise<void> {
  const options = oldSubscription?.options;
  const found = newSubscription ?? (options && (await registration.pushManager.subscribe(options)));
  if (found) await signUpAgain(found);
}
