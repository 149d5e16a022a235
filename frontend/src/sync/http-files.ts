/** File download and upload; JSON requests are in http.ts. */
import { chosenLanguage } from "../i18n/language";
import { ApiError, csrfHeader, type ErrorItem } from "./http";

const MINUTES = 60_000;
const MAX_POLLS = 150; // of a file that a worker is rendering

/** Progress of a job. */
export interface JobProgress {
  done: number;
  total: number;
}

/**
 * Download a file under the name in Content-Disposition. Polls while the server replies 202 and
 * reports the progress to `onProgress`. @throws ApiError
 */
export async function fetchFile(path: string, onProgress?: (steps: JobProgress) => void): Promise<File> {
  let response = await request(path, {});
  for (let polls = 0; response.status === 202; polls += 1) {
    if (polls === MAX_POLLS) throw new ApiError(503, []);
    onProgress?.((await response.json()) as JobProgress);
    const seconds = Number(response.headers.get("Retry-After")) || 2;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    response = await request(path, {});
  }
  const fileName = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  const content = await response.blob();
  return new File([content], fileName?.[1] ?? "footnote", { type: content.type });
}

/** @returns the parsed reply @throws ApiError */
export async function sendFile(path: string, file: Blob, type: string): Promise<unknown> {
  const headers = { "Content-Type": type, ...(await csrfHeader()) };
  return (await request(path, { method: "POST", headers, body: file })).json();
}

async function request(path: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...options,
      headers: { "Accept-Language": chosenLanguage(), ...options.headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(2 * MINUTES),
    });
  } catch (cause) {
    throw new ApiError(0, [{ code: "no_answer", message: "There is no connection." }], cause);
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => undefined)) as { errors?: ErrorItem[] } | undefined;
  throw new ApiError(response.status, body?.errors ?? [], body);
}
