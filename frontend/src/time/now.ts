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

export const everySecond = ticking(1_000);
export const everyMinute = ticking(60_000);
