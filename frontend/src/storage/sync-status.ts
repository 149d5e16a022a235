/** Where the diary is kept right now, from what is unsent, who is signed in, and the network. */
import type { Rejection, Session, SyncState } from "../model/types";

export interface OutboxStatus {
  unsent: number;
  /** Something was tried, and waits for its next attempt. */
  retrying: boolean;
  rejections: Rejection[];
}

/** @param fullyPulled all of the server's copy was read once */
export function syncStateOf(
  { unsent, retrying, rejections }: OutboxStatus,
  { signedIn, expired }: Session,
  online: boolean,
  fullyPulled: boolean,
): SyncState {
  const withState = (state: SyncState["state"]): SyncState => ({ state, waiting: unsent, rejections });
  if (expired || rejections.length > 0) return withState("needs_you");
  if (!signedIn) return withState("phone_only");
  if (unsent > 0) return withState(online && !retrying ? "saving" : "waiting");
  if (fullyPulled) return withState("saved");
  return withState(online ? "fetching" : "to_fetch");
}
