/** What went wrong with an account, as sentences beside the fields they are about. */
import { ApiError } from "../../sync/http";
import { PasskeyError } from "../../account/passkeys";
import { account } from "../../i18n/account";
import { shell } from "../../i18n/shell";

export type AccountErrors = { email?: string; password?: string; key?: string; code?: string; general?: string };

const RATE_LIMIT_CODES = ["too_many_login_attempts", "rate_limited", "throttled"];

/** Anything but an answer of the server, or a passkey that was not used, is thrown on. */
export function accountErrors(error: unknown): AccountErrors {
  const words = shell.account;
  if (error instanceof PasskeyError) return { general: account.sign_in.passkey_failed };
  if (!(error instanceof ApiError)) throw error;
  if (error.offline) return { general: words.offline };
  const codes = error.errors.map(({ code }) => code);
  if (error.status === 429 || codes.some((code) => RATE_LIMIT_CODES.includes(code))) return { general: words.too_many };
  if (error.status === 409 || codes.includes("expired_code")) return { code: account.sign_in.old };
  if (codes.includes("incorrect_code")) return { code: account.sign_in.wrong };
  if (error.status === 403) return { general: words.too_many };
  const errors: AccountErrors = {};
  for (const { param, message } of error.errors) errors[FIELDS[param ?? ""] ?? "general"] = message;
  return Object.keys(errors).length > 0 ? errors : { general: words.failed };
}

const FIELDS: Readonly<Record<string, keyof AccountErrors>> = {
  email: "email",
  password: "password",
  new_password: "password",
  key: "key",
  code: "code",
};
