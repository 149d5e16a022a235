/** What went wrong with an account, as sentences beside the fields they are about. */
import { ApiError } from "../../api/client";
import { shell } from "../../words/shell";

export type AccountErrors = { email?: string; password?: string; key?: string; all?: string };

/** Anything but an answer of the server is thrown on. */
export function accountErrors(error: unknown): AccountErrors {
  const words = shell.account;
  if (!(error instanceof ApiError)) throw error;
  if (error.offline) return { all: words.offline };
  if (error.status === 429 || error.status === 403) return { all: words.too_many };
  const found: AccountErrors = {};
  for (const { param, message } of error.errors) {
    found[param === "email" || param === "password" || param === "key" ? param : "all"] = message;
  }
  return Object.keys(found).length > 0 ? found : { all: words.failed };
}
