/** Details of a visit that are not synced: time, place and preparations. */
import { liveQuery } from "dexie";
import { readable, type Readable } from "svelte/store";
import { db } from "./database";

export interface VisitDetails {
  /** "14:30" in the zone of the diary. */
  time: string | null;
  /** With whom, or where. */
  place: string | null;
  /** Preparations ticked by the person. */
  ready: string[];
}
/** By the id of the prompt that was answered with "booked"; "" if there is none yet. */
type Details = Readonly<Record<string, VisitDetails>>;

const NO_DETAILS: VisitDetails = { time: null, place: null, ready: [] };

export const visitDetails: Readable<Details> = readable<Details>({}, (set) => {
  const subscription = liveQuery(storedDetails).subscribe({ next: set, error: (error: unknown) => reportError(error) });
  return () => subscription.unsubscribe();
});

export const visitDetailsOf = (all: Details, id: string): VisitDetails => all[id] ?? NO_DETAILS;

export async function saveVisitDetails(id: string, change: Partial<VisitDetails>): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const all = await storedDetails();
    await db.set("visits", { ...all, [id]: { ...visitDetailsOf(all, id), ...change } });
  });
}

/** Move the details to another prompt id. */
export async function moveVisitDetails(from: string, to: string): Promise<void> {
  const { [from]: details, ...others } = await storedDetails();
  if (details) await db.set("visits", { ...others, [to]: details });
}

async function storedDetails(): Promise<Details> {
  return (await db.get<Details>("visits")) ?? {};
}
