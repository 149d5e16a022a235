/** The service worker of this app, and the offer of a new version. It never reloads by itself. */
import { writable, type Readable } from "svelte/store";
import { registerSW } from "virtual:pwa-register";
import { timings } from "./timings";

const waiting = writable(false);

/** True once a new version is on the phone and waits to be opened. */
export const updateReady: Readable<boolean> = waiting;

let open: (() => Promise<void>) | undefined;

export function watchForUpdates(): void {
  open = registerSW({
    onNeedRefresh: () => waiting.set(true),
    onRegisteredSW: (_address, registration) => {
      if (registration) {
        setInterval(() => {
          // Away from the network there is nothing to find.
          if (navigator.onLine) registration.update().catch(() => undefined);
        }, timings.updateEvery);
      }
    },
    onRegisterError: (error) => reportError(error),
  });
}

/** Open the new version: reloads the page. */
export async function openUpdate(): Promise<void> {
  await open?.();
}
