import { readable, type Readable } from "svelte/store";

/** Current time, updated every `intervalMs` and when the page becomes visible. */
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

/** When the app was opened: at start, or when visible again after at least `minAwayMs`. */
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
