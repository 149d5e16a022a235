import { writable, type Readable } from "svelte/store";

/** A short message at the foot of the screen, with at most one action (such as Undo). */
export type Toast = {
  text: string;
  action?: { label: string; run: () => void };
  /** Focus the action: the element that had the focus is gone. */
  focus?: boolean;
};

/** How long a message stays, in milliseconds. Longer with a keyboard or a pointer on it. */
export const TOAST_MS = 10_000;

const current = writable<Toast | null>(null);
export const toast: Readable<Toast | null> = current;

/** Show a message; it replaces the one before it. */
export function showToast(next: Toast): void {
  current.set(next);
}

export function hideToast(): void {
  current.set(null);
}
