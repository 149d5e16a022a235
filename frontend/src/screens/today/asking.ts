/**
 * When a running episode asks whether it still goes on: after 10 minutes, an hour and a day, and
 * 12 hours after each "yes". So a timer that nobody stopped is asked about when the diary is
 * opened again. The answer is kept for this visit only; nothing ends by itself.
 */
import { timings } from "../../timings";

const key = (id: string): string => `still-numb:${id}`;

/**
 * @param lastedMs how long it has lasted
 * @param answeredMs how long it had lasted at the last "yes"; 0: none
 */
export function asksAgain(lastedMs: number, answeredMs: number): boolean {
  const reached = timings.stillNumbAt.some((at) => answeredMs < at && at <= lastedMs);
  return reached || lastedMs - answeredMs >= timings.stillNumbEvery;
}

/** How long it had lasted at the last "yes" of this visit, in ms. */
export function answeredAt(id: string): number {
  return Number(sessionStorage.getItem(key(id)) ?? 0);
}

/** Note the "yes". */
export function stillGoing(id: string, lastedMs: number): void {
  sessionStorage.setItem(key(id), String(lastedMs));
}
