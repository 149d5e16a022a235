/** Account API: sign-in methods, sessions, reauthentication, deletion. */
import { AUTH_BASE } from "../sync/session-api";
import { ApiError, call } from "../sync/http";
import { createCredential, getCredential, type CreationOptions, type RequestOptions } from "./passkeys";

const AUTHENTICATORS = `${AUTH_BASE}/account/authenticators`;

export interface Passkey {
  id: number;
  name: string;
  /** Seconds since 1970, as all times of this module. */
  added: number;
  used: number | null;
}

export interface SignInMethods {
  email: string;
  hasPassword: boolean;
  passkeys: Passkey[];
  /** Since when an authenticator app (TOTP) is the second step; `null`: none. */
  appSince: number | null;
  /** Number of unused recovery codes. */
  recovery: number;
}

export interface Device {
  id: number;
  userAgent: string;
  seen: number;
  current: boolean;
}

interface Authenticator {
  type: "totp" | "recovery_codes" | "webauthn";
  created_at: number;
  last_used_at: number | null;
  id?: number;
  name?: string;
  unused_code_count?: number;
}

export async function fetchSignInMethods(): Promise<SignInMethods> {
  const [session, authenticators] = (await Promise.all([
    call("GET", `${AUTH_BASE}/auth/session`),
    call("GET", AUTHENTICATORS),
  ])) as [{ data: { user: { email: string; has_usable_password: boolean } } }, { data: Authenticator[] }];
  const ofType = (type: Authenticator["type"]) => authenticators.data.filter((item) => item.type === type);
  return {
    email: session.data.user.email,
    hasPassword: session.data.user.has_usable_password,
    passkeys: ofType("webauthn").map((item) => ({
      id: item.id!,
      name: item.name!,
      added: item.created_at,
      used: item.last_used_at,
    })),
    appSince: ofType("totp")[0]?.created_at ?? null,
    recovery: ofType("recovery_codes")[0]?.unused_code_count ?? 0,
  };
}

/** @throws ApiError, PasskeyError */
export async function addPasskey(name: string): Promise<void> {
  const reply = (await call("GET", `${AUTHENTICATORS}/webauthn?passwordless`)) as {
    data: { creation_options: CreationOptions };
  };
  const credential = await createCredential(reply.data.creation_options);
  await call("POST", `${AUTHENTICATORS}/webauthn`, { name, credential });
}

export async function renamePasskey(id: number, name: string): Promise<void> {
  await call("PUT", `${AUTHENTICATORS}/webauthn`, { id, name });
}

export async function removePasskey(id: number): Promise<void> {
  await call("DELETE", `${AUTHENTICATORS}/webauthn`, { authenticators: [id] });
}

/** The TOTP secret for an authenticator app; active after `addApp` with a code of it. */
export async function requestAppSecret(): Promise<{ secret: string; url: string }> {
  try {
    await call("GET", `${AUTHENTICATORS}/totp`);
  } catch (error) {
    const meta = (error as ApiError).body as { meta?: { secret: string; totp_url: string } } | undefined;
    if (!(error instanceof ApiError && error.status === 404 && meta?.meta)) throw error;
    return { secret: meta.meta.secret, url: meta.meta.totp_url };
  }
  throw new Error("There is an authenticator app already.");
}

export async function addApp(code: string): Promise<void> {
  await call("POST", `${AUTHENTICATORS}/totp`, { code });
}

export async function removeApp(): Promise<void> {
  await call("DELETE", `${AUTHENTICATORS}/totp`);
}

interface Codes {
  data: { unused_codes?: string[] };
}

/** The recovery codes, or `null` if they were shown before. */
export async function recoveryCodes(): Promise<string[] | null> {
  return ((await call("GET", `${AUTHENTICATORS}/recovery-codes`)) as Codes).data.unused_codes ?? null;
}

export async function newRecoveryCodes(): Promise<string[]> {
  return ((await call("POST", `${AUTHENTICATORS}/recovery-codes`, {})) as Codes).data.unused_codes ?? [];
}

export async function fetchDevices(): Promise<Device[]> {
  return toDevices(await call("GET", `${AUTH_BASE}/auth/sessions`));
}

/** @returns the remaining sessions */
export async function endDevices(ids: number[]): Promise<Device[]> {
  return toDevices(await call("DELETE", `${AUTH_BASE}/auth/sessions`, { sessions: ids }));
}

function toDevices(answer: unknown): Device[] {
  const { data } = answer as {
    data: { id: number; user_agent: string; last_seen_at: number; is_current: boolean }[];
  };
  return data
    .map((item) => ({ id: item.id, userAgent: item.user_agent, seen: item.last_seen_at, current: item.is_current }))
    .sort((item, b) => Number(b.current) - Number(item.current) || b.seen - item.seen);
}

export async function changePassword(next: string, current?: string): Promise<void> {
  const body = { new_password: next, ...(current === undefined ? {} : { current_password: current }) };
  await call("POST", `${AUTH_BASE}/account/password/change`, body);
}

/** Sends a code to the new address; the old one stays until it is confirmed. */
export async function changeEmail(email: string): Promise<void> {
  await call("POST", `${AUTH_BASE}/account/email`, { email });
}

export async function confirmEmail(code: string): Promise<void> {
  await call("POST", `${AUTH_BASE}/auth/email/verify`, { key: code });
}

export async function deleteEntries(): Promise<void> {
  await call("DELETE", "/api/v1/diary/entries");
}

export async function requestAccountDeletion(): Promise<void> {
  await call("DELETE", "/api/v1/account");
}

/** True if the server requires reauthentication. */
export function needsReauthentication(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const meta = (error.body as { meta?: { is_authenticated?: boolean } } | undefined)?.meta;
  return (
    (error.status === 401 && meta?.is_authenticated === true) ||
    error.errors.some(({ code }) => code === "reauthentication_required")
  );
}

/** Reauthentication by mail, password, authenticator app or passkey. */
export async function sendMailCode(): Promise<void> {
  await call("POST", "/api/v1/account/mail-code");
}

export async function confirmByMail(code: string): Promise<void> {
  await call("POST", "/api/v1/account/mail-code/check", { code });
}

export async function confirmByPassword(password: string): Promise<void> {
  await call("POST", `${AUTH_BASE}/auth/reauthenticate`, { password });
}

export async function confirmByApp(code: string): Promise<void> {
  await call("POST", `${AUTH_BASE}/auth/2fa/reauthenticate`, { code });
}

/** @throws ApiError, PasskeyError */
export async function confirmByPasskey(): Promise<void> {
  const path = `${AUTH_BASE}/auth/webauthn/reauthenticate`;
  const reply = (await call("GET", path)) as { data: { request_options: RequestOptions } };
  await call("POST", path, { credential: await getCredential(reply.data.request_options) });
}
