/**
 * The service worker of this app, and the offer of a new version. Nothing reloads by itself: not
 * where the person did not ask, and not when another tab did.
 */
import { writable, type Readable } from "svelte/store";
import { intervals } from "../model/intervals";

const updateWaiting = writable(false);

/** True once a new version is on the phone and waits to be opened. */
export const updateReady: Readable<boolean> = updateWaiting;

let registration: ServiceWorkerRegistration | undefined;
let reloadRequested = false;

export function watchForUpdates(): void {
  // In development there is none.
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  register();
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (reloadRequested) location.reload();
    else updateWaiting.set(true); // opened in another tab; here it is, too, on the next load
  });
  setInterval(() => {
    // Away from the network there is nothing to find.
    if (navigator.onLine) registration?.update().catch(() => undefined);
  }, intervals.updateCheck);
}

function register(): void {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).then(watch, (error: unknown) => reportError(error));
}

function watch(workerRegistration: ServiceWorkerRegistration): void {
  registration = workerRegistration;
  const markIfWaiting = (): void => {
    // Without a controller this is the first version on this phone: nothing to reload for.
    if (workerRegistration.waiting && navigator.serviceWorker.controller) updateWaiting.set(true);
  };
  const watchInstall = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    worker.onstatechange = () => {
      markIfWaiting();
      // One file that did not come ends the first installation, and the app would not open offline.
      if (worker.state === "redundant" && !workerRegistration.active) setTimeout(register, intervals.installRetry);
    };
  };
  markIfWaiting();
  watchInstall(workerRegistration.installing);
  workerRegistration.onupdatefound = () => watchInstall(workerRegistration.installing);
}

/** Open the new version: reloads the page. */
export function applyUpdate(): void {
  reloadRequested = true;
  if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
  else location.reload();
}
