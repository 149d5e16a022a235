/** One way to speak to the server, and one error that says what went wrong. */
import { intervals } from "../model/intervals";
import { chosenLanguage } from "../i18n/language";

export interface ErrorItem {
  code: string;
  message: string;
  /** Path of the field: `symptoms.rash`. */
  param?: string;
}

/** `status` 0: there was no answer (no network, or none in time). */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: ErrorItem[];
  /** What the server said besides, such as the pending steps of a sign-in. */
  readonly body: unknown;
  /** Milliseconds the server asked us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, errors: ErrorItem[], body?: unknown, retryAfterMs?: number) {
    super(errors.map((item) => item.message).join(" ") || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.errors = errors;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

export type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
export type Call = (
  method: Method,
  path: string,
  body?: unknown,
  extraHeaders?: Record<string, string>,
  /** Milliseconds, for what takes the server a while. */
  timeoutMs?: number,
) => Promise<unknown>;

/** Sends JSON with the session cookie, and the headers in `more`; returns the parsed answer, `undefined` when empty. */
export const call: Call = async (method, path, body, extraHeaders = {}, timeoutMs = intervals.requestTimeout) => {
  const headers: Record<string, string> = {
    ...extraHeaders,
    Accept: "application/json",
    "Accept-Language": chosenLanguage(),
  };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") Object.assign(headers, await csrfHeader());
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new ApiError(0, [{ code: "no_answer", message: "There is no connection." }], cause);
  }
  const answer = text === "" ? undefined : parseJson(text, response);
  if (response.ok) return answer;
  throw new ApiError(response.status, errorItems(answer), answer, retryAfterMs(response));
};

/** A page that is no JSON came from something in between, such as a hotel's sign-in page. */
function parseJson(text: string, response: Response): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const status = response.ok ? 0 : response.status;
    throw new ApiError(status, [{ code: "not_json", message: "The answer was not readable." }], cause);
  }
}

function errorItems(answer: unknown): ErrorItem[] {
  const errors = (answer as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(errors) ? (errors as ErrorItem[]) : [];
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** What shows the server that a change was asked for by this app. */
export async function csrfHeader(): Promise<Record<string, string>> {
  return { "X-CSRFToken": await csrfToken() };
}

const CSRF_COOKIES = ["__Host-csrf", "csrftoken"];

/** From the page's cookies, or from the cookie store where there is no page (service worker). */
async function csrfToken(): Promise<string> {
  if (typeof document !== "undefined") {
    for (const name of CSRF_COOKIES) {
      const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
      if (cookie) return decodeURIComponent(cookie.slice(name.length + 1));
    }
  } else if ("cookieStore" in globalThis) {
    for (const name of CSRF_COOKIES) {
      const cookie = await cookieStore.get(name);
      if (cookie?.value) return cookie.value;
    }
  }
  return "";
}
