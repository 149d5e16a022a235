import { readable, type Readable } from "svelte/store";

/** The time, renewed every `ms` milliseconds and when the app comes back to the front. */
export function ticking(ms: number): Readable<Date> {
  return readable(new Date(), (set) => {
    const tell = (): void => set(new Date());
    tell();
    const timer = setInterval(tell, ms);
    document.addEventListener("visibilitychange", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tell);
    };
  });
}

/** When the app was opened: at its start, or at its return to the front after `away` ms or more. */
export function opening(away: number): Readable<Date> {
  return readable(new Date(), (set) => {
    let left = Infinity;
    const look = (): void => {
      if (document.visibilityState === "hidden") left = Date.now();
      else if (Date.now() - left >= away) set(new Date());
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
}

export const everySecond = ticking(1_000);
export const everyMinute = ticking(60_000);
