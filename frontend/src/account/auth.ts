/** Sign-in and sign-up by allauth's headless API. */
import { ApiError, call } from "../sync/http";
import { accountOf, AUTH_BASE, currentAccount, type Account } from "../sync/session-api";
import type { RequestOptions } from "./passkeys";

/** Pending step of a sign-in. */
export type PendingStep = "sign_in_code" | "sign_up_code" | "second_step";

/** Signed in, or the pending step. `passkey`: a passkey is possible as second step. */
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

/** Mail a sign-in code. The reply does not reveal whether the account exists. */
export async function requestCode(email: string): Promise<SignInProgress> {
  return startFlow("code/request", { email });
}

/** Create an account with an email address, verified by a mailed code. */
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

/** @throws ApiError 400 for a wrong code, 409 if it expired or after too many attempts */
export async function confirmCode(code: string, pendingStep: PendingStep): Promise<SignInProgress> {
  if (pendingStep === "sign_up_code") return postStep("email/verify", { key: code });
  return postStep(pendingStep === "second_step" ? "2fa/authenticate" : "code/confirm", { code });
}

/** @throws ApiError 409 after too many resends */
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

/** Mail a password reset link. The reply does not reveal whether the account exists. */
export async function requestPasswordReset(email: string): Promise<void> {
  await currentAccount();
  await call("POST", `${AUTH_BASE}/auth/password/request`, { email });
}

/**
 * True if the key of the password reset link is valid.
 *
 * @throws ApiError if offline
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

/** @throws ApiError 400 when the key is wrong or old (`param` "key"), or the password is rejected */
export async function resetPassword(key: string, password: string): Promise<void> {
  await currentAccount();
  try {
    await call("POST", `${AUTH_BASE}/auth/password/reset`, { key, password });
  } catch (error) {
    // 401: the password was changed, without signing in.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}
