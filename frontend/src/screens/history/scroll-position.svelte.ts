/**
 * Where the person is in History. Kept in memory while the app is open, so that one comes back to
 * it from an entry; in no address, for what is searched can be a symptom.
 */
import { tick } from "svelte";
import type { Day } from "../../model/types";
import { noFilters, type Filters } from "./filters";
import type { Month } from "./month";

/** Entries that the list shows at first, and more with each "older". */
export const PAGE = 12;

interface Place {
  view: "calendar" | "list";
  /** `null`: that of today. */
  month: Month | null;
  day: Day | null;
  filters: Filters;
  folded: boolean;
  /** How many entries of the list are shown. */
  shown: number;
  /** The key of the entry that was opened from here; "" once it was returned to. */
  left: string;
}

function fresh(): Place {
  return { view: "calendar", month: null, day: null, filters: noFilters(), folded: true, shown: PAGE, left: "" };
}

export const place: Place = $state(fresh());
let owner: string | undefined;

/** The diary of somebody else, or another one, must not be met with this one's search. */
export function belongTo(whose: string | undefined): void {
  if (whose !== owner) Object.assign(place, fresh());
  owner = whose;
}

export function leaveAt(key: string): void {
  place.left = key;
}

/** To the entry that was opened from here, once the frame has put the screen at its top. */
export function returnToEntry(): void {
  const key = place.left;
  place.left = "";
  if (key) focusEntry(key);
}

export function focusEntry(key: string): void {
  void tick().then(() => {
    const heading = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "center" });
  });
}
