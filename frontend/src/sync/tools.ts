/** Dependencies of sync; tests inject their own. */
import type { OutboxContext } from "../storage/outbox";
import type { Call } from "./http";

/** Subset of the Web Locks API: one job at a time per name. */
export interface Locks {
  request<T>(name: string, job: () => Promise<T>): Promise<T>;
}

export interface SyncContext extends OutboxContext {
  call: Call;
  locks: Locks;
  /** The server accepted records, the last at this time by its clock. */
  onAccepted?: (at: string) => void;
  /** The session expired. */
  onSignedOut: () => Promise<void>;
}

export const SYNC_LOCK = "footnote-sync";
