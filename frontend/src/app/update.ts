/**
 * The service worker of this app, and the offer of a new version. Nothing reloads by itself: not
 * where the person did not ask, and not when another tab did.
 */
import { writable, type Readable } from "svelte/store";
import { timings } from "../model/intervals";

const ready = writable(false);

/** True once a new version is on the phone and waits to be opened. */
export const updateReady: Readable<boolean> = ready;

let registration: ServiceWorkerRegistration | undefined;
let asked = false;

export function watchForUpdates(): void {
  // In development there is none.
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  register();
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else ready.set(true); // opened in another tab; here it is, too, on the next load
  });
  setInterval(() => {
    // Away from the network there is nothing to find.
    if (navigator.onLine) registration?.update().catch(() => undefined);
  }, timings.updateEvery);
}

function register(): void {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).then(watch, (error: unknown) => reportError(error));
}

function watch(found: ServiceWorkerRegistration): void {
  registration = found;
  const look = (): void => {
    // Without a controller this is the first version on this phone: nothing to reload for.
    if (found.waiting && navigator.serviceWorker.controller) ready.set(true);
  };
  const follow = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    worker.onstatechange = () => {
      look();
      // One file that did not come ends the first installation, and the app would not open offline.
      if (worker.state === "redundant" && !found.active) setTimeout(register, timings.installAgain);
    };
  };
  look();
  follow(found.installing);
  found.onupdatefound = () => follow(found.installing);
}

/** Open the new version: reloads the page. */
export function openUpdate(): void {
  asked = true;
  if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
  else location.reload();
}
