/** Who is signed in, as the server says: the part of allauth's headless API that every sync needs. */
import { ApiError, call } from "./http";

export const AUTH_BASE = "/_allauth/browser/v1";

export interface Account {
  id: number;
  email: string;
}

interface SessionReply {
  data: { user: { id: number; email: string } };
}

/** Who is signed in; `null` when nobody. Also gives the browser its CSRF cookie. */
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

/** Ends the session on the server. allauth answers 401 when it is ended, or had ended. */
export async function logOut(): Promise<void> {
  try {
    await call("DELETE", `${AUTH_BASE}/auth/session`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}
