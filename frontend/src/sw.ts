/// <reference lib="webworker" />
/**
 * Service worker: precaches the app for offline use, sends the outbox, shows push messages and
 * receives shared files. It never caches API responses: the diary is in IndexedDB alone
 * (storage/database.ts). A shared file stays on this phone.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { MAX_FILE_BYTES } from "./model/limits";
import { syncOnce } from "./sync/push-pull";
import { storeSharedFile } from "./importer/share-target-file";
import { handleClick, handleSubscriptionChange, showPush } from "./notifications/service-worker";
import { storedSession } from "./storage/session";
import { tools } from "./sync/scheduler";

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Only "/" is served from the cache. The doctor's pages, the API and sign-in come from the server.
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { allowlist: [/^\/(\?.*)?$/] }));

// Sent by the page when the person taps "reload"; a new version never activates by itself.
self.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});

// Background Sync: the network is back, perhaps while the app is closed.
self.addEventListener("sync", ((event: SyncEvent) => {
  if (event.tag === "outbox") event.waitUntil(syncOrThrow());
}) as EventListener);

self.addEventListener("push", (event) => event.waitUntil(showPush(self.registration, event.data?.text())));

self.addEventListener("notificationclick", (event) => {
  event.waitUntil(handleClick(event.notification, event.action, self.clients, syncOrRegister));
});

self.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(handleSubscriptionChange(self.registration, event)),
);

// Share target of the manifest; the server has no such URL.
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && new URL(url).pathname === "/open-file") event.respondWith(openFile(event.request));
});

async function openFile(request: Request): Promise<Response> {
  const isStored = await storeFile(request).catch((error: unknown) => {
    reportError(error);
    return false;
  });
  return Response.redirect(`/#/data?shared=${isStored ? "yes" : "failed"}`, 303);
}

async function storeFile(request: Request): Promise<boolean> {
  const file = (await request.formData()).get("file");
  if (!(file instanceof File)) return false;
  // Store one byte over the limit, so that the app can report the file as too large.
  await storeSharedFile({ name: file.name, bytes: await file.slice(0, MAX_FILE_BYTES + 1).arrayBuffer() });
  return true;
}

/** Send now, or register Background Sync if that fails. */
async function syncOrRegister(): Promise<void> {
  try {
    await syncOrThrow();
  } catch (error) {
    const { sync } = self.registration as { sync?: { register(tag: string): Promise<void> } };
    if (sync === undefined) throw error; // the app sends it at its next start
    await sync.register("outbox");
  }
}

/**
 * Sync once if signed in, and tell the open pages to sync too.
 *
 * @throws Error if records are still unsent: `waitUntil` then rejects, and the browser retries later
 */
async function syncOrThrow(): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage("send");
  if ((await syncOnce(tools)) === "later") throw new Error("Some records are still unsent.");
}
