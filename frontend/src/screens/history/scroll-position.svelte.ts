/**
 * Where the person is in History. Kept in memory while the app is open, so that one comes back to
 * it from an entry; in no address, for what is searched can be a symptom.
 */
import { tick } from "svelte";
import type { Day } from "../../model/types";
import { noFilters, type Filters } from "./filters";
import type { Month } from "./month";

/** Entries that the list shows at first, and more with each "older". */
export const PAGE_SIZE = 12;

interface HistoryState {
  view: "calendar" | "list";
  /** `null`: that of today. */
  month: Month | null;
  day: Day | null;
  filters: Filters;
  folded: boolean;
  /** How many entries of the list are shown. */
  visibleCount: number;
  /** The key of the entry that was opened from here; "" once it was returned to. */
  openedEntry: string;
}

function initialState(): HistoryState {
  return {
    view: "calendar",
    month: null,
    day: null,
    filters: noFilters(),
    folded: true,
    visibleCount: PAGE_SIZE,
    openedEntry: "",
  };
}

export const historyState: HistoryState = $state(initialState());
let owner: string | undefined;

/** The diary of somebody else, or another one, must not be met with this one's search. */
export function resetForOwner(email: string | undefined): void {
  if (email !== owner) Object.assign(historyState, initialState());
  owner = email;
}

export function rememberEntry(key: string): void {
  historyState.openedEntry = key;
}

/** To the entry that was opened from here, once the frame has put the screen at its top. */
export function returnToEntry(): void {
  const key = historyState.openedEntry;
  historyState.openedEntry = "";
  if (key) focusEntry(key);
}

export function focusEntry(key: string): void {
  void tick().then(() => {
    const heading = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "center" });
  });
}
