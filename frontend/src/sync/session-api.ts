/** Session endpoints of allauth's headless API that sync needs. */
import { ApiError, call } from "./http";

export const AUTH_BASE = "/_allauth/browser/v1";

export interface Account {
  id: number;
  email: string;
}

interface SessionReply {
  data: { user: { id: number; email: string } };
}

/** The signed-in account or `null`. Also sets the CSRF cookie. */
export async function currentAccount(): Promise<Account | null> {
  try {
    return accountOf(await call("GET", `${AUTH_BASE}/auth/session`));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 410)) return null;
    throw error;
  }
}

export function accountOf(reply: unknown): Account {
  const { id, email } = (reply as SessionReply).data.user;
  return { id, email };
}

/** End the session on the server. allauth replies 401 on success. */
export async function logOut(): Promise<void> {
  try {
    await call("DELETE", `${AUTH_BASE}/auth/session`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}
