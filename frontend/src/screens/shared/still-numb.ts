/**
 * When a running episode asks whether it still goes on: after 10 minutes, an hour and a day; when
 * the diary is opened again 10 minutes or more after the last "yes", so that a forgotten timer is
 * noticed; and 12 hours after each "yes". Nothing ends by itself.
 */
import { openingTime } from "../../time/now";
import { intervals } from "../../model/intervals";

export const openedAt = openingTime(intervals.stillNumbAt[0]);

const key = (id: string): string => `still-numb:${id}`;

/**
 * @param lastedMs how long it has lasted
 * @param confirmedMs how long it had lasted at the last "yes"; 0: none
 * @param openedMs how long it had lasted when the diary was opened; below 0: it began later
 */
export function isReminderDue(lastedMs: number, confirmedMs: number, openedMs: number): boolean {
  const milestoneReached = intervals.stillNumbAt.some((at) => confirmedMs < at && at <= lastedMs);
  const reopened = openedMs - confirmedMs >= intervals.stillNumbAt[0];
  return milestoneReached || reopened || lastedMs - confirmedMs >= intervals.stillNumbEvery;
}

/** How long it had lasted at the last "yes" of this visit, in ms. */
export function lastConfirmedMs(id: string): number {
  return Number(sessionStorage.getItem(key(id)) ?? 0);
}

/** Note the "yes". */
export function confirmStillNumb(id: string, lastedMs: number): void {
  sessionStorage.setItem(key(id), String(lastedMs));
}
