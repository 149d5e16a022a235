/**
 * A timer that nobody stopped is asked about once it has gone on for 12 hours, and again 12
 * hours after each "yes". The answer is kept for this visit only; nothing ends by itself.
 */
const ASK_AFTER_MS = 12 * 3_600_000;

const key = (id: string): string => `still-numb:${id}`;

/** @param answered how long it had lasted at the last "yes" on this screen, in ms */
export function forgotten(id: string, lastedMs: number, answered: number): boolean {
  const before = Math.max(answered, Number(sessionStorage.getItem(key(id)) ?? 0));
  return lastedMs - before > ASK_AFTER_MS;
}

/** Note the "yes". */
export function stillGoing(id: string, lastedMs: number): void {
  sessionStorage.setItem(key(id), String(lastedMs));
}
