/**
 * Registers the service worker and reports a new version. Never reloads unasked, nor because
 * another tab did.
 */
import { writable, type Readable } from "svelte/store";
import { intervals } from "../model/intervals";

const updateWaiting = writable(false);

/** True when a new version is installed and waiting. */
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
    // Offline there is nothing to check.
    if (navigator.onLine) registration?.update().catch(() => undefined);
  }, intervals.updateCheck);
}

function register(): void {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).then(watch, (error: unknown) => reportError(error));
}

function watch(workerRegistration: ServiceWorkerRegistration): void {
  registration = workerRegistration;
  const markIfWaiting = (): void => {
    // Without a controller this is the first install: no reload needed.
    if (workerRegistration.waiting && navigator.serviceWorker.controller) updateWaiting.set(true);
  };
  const watchInstall = (worker: ServiceWorker | null): void => {
    if (worker === null) return;
    worker.onstatechange = () => {
      markIfWaiting();
      // A failed download ends the first install, and the app would not open offline: try again.
      if (worker.state === "redundant" && !workerRegistration.active) setTimeout(register, intervals.installRetry);
    };
  };
  markIfWaiting();
  watchInstall(workerRegistration.installing);
  workerRegistration.onupdatefound = () => watchInstall(workerRegistration.installing);
}

/** Activate the waiting version; reloads the page. */
export function applyUpdate(): void {
  reloadRequested = true;
  if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
  else location.reload();
}

/**
 * True if the server has another version of the app than this page, so that the files of this
 * one may be gone from it. Offline, and while the server does not answer, false.
 */
export async function isOutdated(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src;
  if (script === undefined) return false;
  try {
    const response = await fetch("/", { cache: "no-store" });
    const type = response.headers.get("Content-Type") ?? "";
    return response.ok && type.startsWith("text/html") && !(await response.text()).includes(new URL(script).pathname);
  } catch {
    return false;
  }
}
