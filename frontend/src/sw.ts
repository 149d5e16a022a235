/// <reference lib="webworker" />
/**
 * Keeps the app itself on the phone, so that it opens with no network. It never stores an
 * answer of the API: the diary is in IndexedDB (storage/database.ts), and nowhere else. Nor is a file
 * sent anywhere that another app shares with this one.
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

// Only "/" is the app. The doctor's pages, the API and sign-in always come from the server.
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { allowlist: [/^\/(\?.*)?$/] }));

// The page asks for this when the person taps "reload"; a new version never takes over by itself.
self.addEventListener("message", (event) => {
  if ((event.data as { type?: string } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});

// Background Sync: the browser says that there is a network again, perhaps with the app closed.
self.addEventListener("sync", ((event: SyncEvent) => {
  if (event.tag === "outbox") event.waitUntil(send());
}) as EventListener);

self.addEventListener("push", (event) => event.waitUntil(showPush(self.registration, event.data?.text())));

self.addEventListener("notificationclick", (event) => {
  event.waitUntil(handleClick(event.notification, event.action, self.clients, soon));
});

self.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(handleSubscriptionChange(self.registration, event)),
);

// The share target of the manifest: there is no such address on the server.
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "POST" && new URL(url).pathname === "/open-file") event.respondWith(openFile(event.request));
});

async function openFile(request: Request): Promise<Response> {
  const kept = await keepFile(request).catch((error: unknown) => {
    reportError(error);
    return false;
  });
  return Response.redirect(`/#/data?shared=${kept ? "yes" : "failed"}`, 303);
}

async function keepFile(request: Request): Promise<boolean> {
  const file = (await request.formData()).get("file");
  if (!(file instanceof File)) return false;
  // Of one that is too large so much is kept that this can be told.
  await storeSharedFile({ name: file.name, bytes: await file.slice(0, MAX_FILE_BYTES + 1).arrayBuffer() });
  return true;
}

/** Now, or when the browser says that there is a network. */
async function soon(): Promise<void> {
  try {
    await send();
  } catch (error) {
    const { sync } = self.registration as { sync?: { register(tag: string): Promise<void> } };
    if (sync === undefined) throw error; // the app sends it when it is opened next
    await sync.register("outbox");
  }
}

async function send(): Promise<void> {
  if (!(await storedSession()).signedIn) return;
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage("send");
  // A rejected promise makes the browser try again later.
  if ((await syncOnce(tools)) === "later") throw new Error("Some records are still unsent.");
}
