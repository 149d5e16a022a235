/** JSON client of the API with one error class. */
import { intervals } from "../model/intervals";
import { chosenLanguage } from "../i18n/language";

export interface ErrorItem {
  code: string;
  message: string;
  /** Path of the field: `symptoms.rash`. */
  param?: string;
}

/** `status` 0: no response (offline or timeout). */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: ErrorItem[];
  /** Parsed response body, such as the pending steps of a sign-in. */
  readonly body: unknown;
  /** Retry-After in milliseconds. */
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
  /** Timeout in milliseconds. */
  timeoutMs?: number,
) => Promise<unknown>;

/** Send JSON with the session cookie and `extraHeaders`. @returns the parsed reply, `undefined` if empty @throws ApiError */
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

/** A reply that is not JSON comes from an intermediary, such as a captive portal: treat it as offline. */
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

/** CSRF header for unsafe methods. */
export async function csrfHeader(): Promise<Record<string, string>> {
  return { "X-CSRFToken": await csrfToken() };
}

const CSRF_COOKIES = ["__Host-csrf", "csrftoken"];

/** From document.cookie, or in a service worker from the cookie store. */
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
