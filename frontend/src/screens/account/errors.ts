/** What went wrong with an account, as sentences beside the fields they are about. */
import { ApiError } from "../../sync/http";
import { PasskeyError } from "../../account/passkeys";
import { account } from "../../i18n/account";
import { shell } from "../../i18n/shell";

export type AccountErrors = { email?: string; password?: string; key?: string; code?: string; all?: string };

const TOO_MANY = ["too_many_login_attempts", "rate_limited", "throttled"];

/** Anything but an answer of the server, or a passkey that was not used, is thrown on. */
export function accountErrors(error: unknown): AccountErrors {
  const words = shell.account;
  if (error instanceof PasskeyError) return { all: account.sign_in.passkey_failed };
  if (!(error instanceof ApiError)) throw error;
  if (error.offline) return { all: words.offline };
  const codes = error.errors.map(({ code }) => code);
  if (error.status === 429 || codes.some((code) => TOO_MANY.includes(code))) return { all: words.too_many };
  if (error.status === 409 || codes.includes("expired_code")) return { code: account.sign_in.old };
  if (codes.includes("incorrect_code")) return { code: account.sign_in.wrong };
  if (error.status === 403) return { all: words.too_many };
  const found: AccountErrors = {};
  for (const { param, message } of error.errors) found[FIELDS[param ?? ""] ?? "all"] = message;
  return Object.keys(found).length > 0 ? found : { all: words.failed };
}

const FIELDS: Readonly<Record<string, keyof AccountErrors>> = {
  email: "email",
  password: "password",
  new_password: "password",
  key: "key",
  code: "code",
};
