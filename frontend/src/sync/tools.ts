/** What every exchange with the server needs; tests have their own. */
import type { OutboxContext } from "../storage/outbox";
import type { Call } from "./http";

/** The part of the Web Locks API that is needed: one job at a time under a name. */
export interface Locks {
  request<T>(name: string, job: () => Promise<T>): Promise<T>;
}

export interface SyncContext extends OutboxContext {
  call: Call;
  locks: Locks;
  /** Records were taken in, the last at this time by the server's clock. */
  onAccepted?: (at: string) => void;
  /** The server does not know the session any more. */
  onSignedOut: () => Promise<void>;
}

export const SYNC_LOCK = "footnote-sync";
