/** Where the diary is kept right now, from what is unsent, who is signed in, and the network. */
import type { Problem, Session, SyncState } from "../model/types";

export interface Unsent {
  waiting: number;
  /** Something was tried, and waits for its next attempt. */
  stuck: boolean;
  problems: Problem[];
}

/** @param whole all of the server's copy was read once */
export function stateNow(
  { waiting, stuck, problems }: Unsent,
  { signedIn, expired }: Session,
  online: boolean,
  whole: boolean,
): SyncState {
  const named = (state: SyncState["state"]): SyncState => ({ state, waiting, problems });
  if (expired || problems.length > 0) return named("needs_you");
  if (!signedIn) return named("phone_only");
  if (waiting > 0) return named(online && !stuck ? "saving" : "waiting");
  if (whole) return named("saved");
  return named(online ? "fetching" : "to_fetch");
}
