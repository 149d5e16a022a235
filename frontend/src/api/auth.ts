/** Accounts: the browser side of allauth's headless API. */
import { ApiError, call } from "./client";

const BASE = "/_allauth/browser/v1";

export interface Account {
  email: string;
  verified: boolean;
}

interface SessionAnswer {
  data: { user: { email: string } };
}

/** Who is signed in; `null` when nobody. Also gives the browser its CSRF cookie. */
export async function currentAccount(): Promise<Account | null> {
  try {
    const answer = (await call("GET", `${BASE}/auth/session`)) as SessionAnswer;
    return { email: answer.data.user.email, verified: await isVerified(answer.data.user.email) };
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 410)) return null;
    throw error;
  }
}

export async function signUp(email: string, password: string): Promise<Account> {
  return enter("signup", email, password);
}

export async function logIn(email: string, password: string): Promise<Account> {
  return enter("login", email, password);
}

async function enter(how: "signup" | "login", email: string, password: string): Promise<Account> {
  await currentAccount(); // for the CSRF cookie of a first visit
  const answer = (await call("POST", `${BASE}/auth/${how}`, { email, password })) as SessionAnswer;
  const address = answer.data.user.email;
  return { email: address, verified: how === "login" && (await isVerified(address)) };
}

/** Ends the session on the server. allauth answers 401 when it is ended, or had ended. */
export async function logOut(): Promise<void> {
  try {
    await call("DELETE", `${BASE}/auth/session`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}

/**
 * Confirm an address with the key from the mail.
 *
 * @throws ApiError 400 when the key is wrong or old
 */
export async function verifyEmail(key: string): Promise<void> {
  await currentAccount();
  try {
    await call("POST", `${BASE}/auth/email/verify`, { key });
  } catch (error) {
    // Confirmed, but by a browser that is not signed in.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}

export async function sendVerification(email: string): Promise<void> {
  await call("PUT", `${BASE}/account/email`, { email });
}

/** Ask for a mail with a way to a new password. The answer does not tell whether there is an account. */
export async function requestPasswordReset(email: string): Promise<void> {
  await currentAccount();
  await call("POST", `${BASE}/auth/password/request`, { email });
}

/**
 * Whether the key from the mail still opens the way to a new password.
 *
 * @throws ApiError when there was no answer
 */
export async function isResetKeyGood(key: string): Promise<boolean> {
  try {
    await call("GET", `${BASE}/auth/password/reset`, undefined, { "X-Password-Reset-Key": key });
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 400 || error.status === 409)) return false;
    throw error;
  }
}

/** @throws ApiError 400 when the key is wrong or old (`param` "key"), or the password is refused */
export async function resetPassword(key: string, password: string): Promise<void> {
  await currentAccount();
  try {
    await call("POST", `${BASE}/auth/password/reset`, { key, password });
  } catch (error) {
    // Changed, but nobody is signed in by that.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}

async function isVerified(email: string): Promise<boolean> {
  const answer = (await call("GET", `${BASE}/account/email`)) as {
    data: { email: string; verified: boolean }[];
  };
  return answer.data.some((address) => address.email === email && address.verified);
}
