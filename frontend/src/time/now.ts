import { readable, type Readable } from "svelte/store";

/** The time, renewed every `ms` milliseconds and when the app comes back to the front. */
export function currentTime(intervalMs: number): Readable<Date> {
  return readable(new Date(), (set) => {
    const update = (): void => set(new Date());
    update();
    const timer = setInterval(update, intervalMs);
    document.addEventListener("visibilitychange", update);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", update);
    };
  });
}

/** When the app was opened: at its start, or at its return to the front after `away` ms or more. */
export function openingTime(minAwayMs: number): Readable<Date> {
  return readable(new Date(), (set) => {
    let hiddenAt = Infinity;
    const onVisibilityChange = (): void => {
      if (document.visibilityState === "hidden") hiddenAt = Date.now();
      else if (Date.now() - hiddenAt >= minAwayMs) set(new Date());
    };
    document.addEventListener("visibilitychange", onVisibilityChange);
    return () => document.removeEventListener("visibilitychange", onVisibilityChange);
  });
}

export const everySecond = currentTime(1_000);
export const everyMinute = currentTime(60_000);
