/** Signing in and up: the browser side of allauth's headless API. */
import { ApiError, call } from "../sync/http";
import { accountOf, AUTH_BASE, currentAccount, type Account } from "../sync/session-api";
import type { RequestOptions } from "./passkeys";

/** What the server waits for before it lets somebody in. */
export type PendingStep = "sign_in_code" | "sign_up_code" | "second_step";

/** Signed in, or one step further. `passkey`: one may be the second step. */
export type SignInProgress = { account: Account } | { waits: PendingStep; passkey: boolean };

interface Flow {
  id: string;
  is_pending?: boolean;
  types?: string[];
}

const STEP_OF_FLOW: Readonly<Record<string, PendingStep>> = {
  login_by_code: "sign_in_code",
  verify_email: "sign_up_code",
  mfa_authenticate: "second_step",
};

/** A code by mail, for whoever has an account; nobody is told who has one. */
export async function requestCode(email: string): Promise<SignInProgress> {
  return startFlow("code/request", { email });
}

/** A new account: nothing but the address, which a mailed code shows to be theirs. */
export async function signUp(email: string): Promise<SignInProgress> {
  return startFlow("signup", { email });
}

export async function logIn(email: string, password: string): Promise<SignInProgress> {
  return startFlow("login", { email, password });
}

async function startFlow(path: string, body: object): Promise<SignInProgress> {
  await currentAccount(); // for the CSRF cookie of a first visit
  return postStep(path, body);
}

/** @throws ApiError 400 for a wrong code, 409 when it is old or was tried too often */
export async function confirmCode(code: string, pendingStep: PendingStep): Promise<SignInProgress> {
  if (pendingStep === "sign_up_code") return postStep("email/verify", { key: code });
  return postStep(pendingStep === "second_step" ? "2fa/authenticate" : "code/confirm", { code });
}

/** @throws ApiError 409 when no more are sent */
export async function resendCode(pendingStep: PendingStep): Promise<void> {
  await call("POST", `${AUTH_BASE}/auth/${pendingStep === "sign_up_code" ? "email/verify/resend" : "code/resend"}`);
}

/** @throws ApiError, PasskeyError */
export async function usePasskey(purpose: "sign_in" | "second_step"): Promise<SignInProgress> {
  const path = `webauthn/${purpose === "sign_in" ? "login" : "authenticate"}`;
  const reply = (await call("GET", `${AUTH_BASE}/auth/${path}`)) as { data: { request_options: RequestOptions } };
  const { getCredential } = await import("./passkeys");
  return postStep(path, { credential: await getCredential(reply.data.request_options) });
}

async function postStep(path: string, body: object): Promise<SignInProgress> {
  try {
    return { account: accountOf(await call("POST", `${AUTH_BASE}/auth/${path}`, body)) };
  } catch (error) {
    const pending = error instanceof ApiError && error.status === 401 ? pendingStepIn(error.body) : undefined;
    if (pending === undefined) throw error;
    return pending;
  }
}

function pendingStepIn(body: unknown): SignInProgress | undefined {
  const flows = (body as { data?: { flows?: Flow[] } } | undefined)?.data?.flows ?? [];
  const pending = flows.find((flow) => flow.is_pending && STEP_OF_FLOW[flow.id] !== undefined);
  return pending && { waits: STEP_OF_FLOW[pending.id]!, passkey: pending.types?.includes("webauthn") ?? false };
}

/** Ask for a mail with a way to a new password. The answer does not tell whether there is an account. */
export async function requestPasswordReset(email: string): Promise<void> {
  await currentAccount();
  await call("POST", `${AUTH_BASE}/auth/password/request`, { email });
}

/**
 * Whether the key from the mail still opens the way to a new password.
 *
 * @throws ApiError when there was no answer
 */
export async function isResetKeyValid(key: string): Promise<boolean> {
  try {
    await call("GET", `${AUTH_BASE}/auth/password/reset`, undefined, { "X-Password-Reset-Key": key });
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
    await call("POST", `${AUTH_BASE}/auth/password/reset`, { key, password });
  } catch (error) {
    // Changed, but nobody is signed in by that.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}
