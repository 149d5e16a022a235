/** Sync state for display, from the outbox, the session and the network. */
import type { Rejection, Session, SyncState } from "../model/types";

export interface OutboxStatus {
  unsent: number;
  /** At least one line failed and waits for a retry. */
  retrying: boolean;
  rejections: Rejection[];
}

/** @param fullyPulled the first pull is complete */
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
