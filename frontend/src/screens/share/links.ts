/** Share links over HTTP: a link's address is told once, when it is made. */
import { ApiError, call } from "../../sync/http";
import type { JobProgress } from "../../sync/http-files";
import type { components } from "../../model/schema";
import { intervals } from "../../model/intervals";

const MAX_POLLS = 150; // of a copy whose PDF is being made

export type CreatedLink = components["schemas"]["ShareLinkMade"];
export type ShareLink = components["schemas"]["ShareLinkShown"];
export type LinkView = components["schemas"]["ShareViewShown"];

/** `health`: for a hospital's system, by a SMART Health Link; it is a copy, and no page. */
export interface LinkRequest {
  kind: "page" | "health";
  days: number;
  expires: number;
  label: string;
  passcode: string | null;
  /** How often it can be opened; `null`: as often as they like. */
  views: number | null;
  notes: boolean;
  background: boolean;
  questions: boolean;
  frozen: boolean;
  downloads: boolean;
}

/** `onProgress`: progress of the worker that makes the snapshot of a very large diary. @throws ApiError */
export async function createLink(
  request: LinkRequest,
  onProgress?: (steps: JobProgress) => void,
): Promise<CreatedLink> {
  const { days, expires, passcode, notes, background, questions, views, frozen, downloads } = request;
  const label = request.label.trim() || null;
  const common = { days, expires_in_days: expires, label, passcode, notes, background, questions };
  if (request.kind === "health") {
    return pollUntilCreated(
      "/api/v1/health-links",
      { ...common, single_use: views === 1 },
      intervals.snapshotTimeout,
      onProgress,
    );
  }
  const page = { ...common, most_views: views, frozen, downloads };
  return pollUntilCreated("/api/v1/share-links", page, frozen ? intervals.snapshotTimeout : undefined, onProgress);
}

/** Asks again while a worker still makes its PDF. */
async function pollUntilCreated(
  path: string,
  body: object,
  timeoutMs: number | undefined,
  onProgress: ((steps: JobProgress) => void) | undefined,
): Promise<CreatedLink> {
  for (let tries = 0; tries < MAX_POLLS; tries += 1) {
    const reply = (await call("POST", path, body, {}, timeoutMs)) as CreatedLink | JobProgress;
    if ("url" in reply) return reply;
    onProgress?.(reply);
    await new Promise((resolve) => setTimeout(resolve, intervals.jobPoll));
  }
  throw new ApiError(503, []);
}

/** Newest first; the newest fifty. */
export async function listLinks(): Promise<ShareLink[]> {
  return ((await call("GET", "/api/v1/share-links")) as { results: ShareLink[] }).results;
}

export async function changeLink(
  id: string,
  change: { label?: string | null; expires_in_days?: number },
): Promise<void> {
  await call("PATCH", `/api/v1/share-links/${id}`, change);
}

export async function revokeLink(id: string): Promise<void> {
  await call("DELETE", `/api/v1/share-links/${id}`);
}

/** Newest first; the newest fifty. */
export async function listViews(id: string): Promise<LinkView[]> {
  return ((await call("GET", `/api/v1/share-links/${id}/views`)) as { results: LinkView[] }).results;
}

/** What the owner has not seen yet: how many openings, and whether wrong passcodes ended a link. */
export function unseenActivity(links: readonly ShareLink[]): { views: number; locked: boolean } {
  return {
    views: links.reduce((sum, link) => sum + link.new_views, 0),
    locked: links.some((link) => link.newly_locked),
  };
}

/** It is seen now, on every phone. By the server's clock, which the list tells. */
export async function markViewsSeen(links: readonly ShareLink[]): Promise<void> {
  const { views, locked } = unseenActivity(links);
  if (views === 0 && !locked) return;
  const latest = links
    .flatMap((link) => [link.last_viewed_at, link.revoked_at])
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  await call("POST", "/api/v1/share-links/mark-viewed", { until: latest });
}

/** Six digits, for a keypad and a telephone. With ten tries in a link's life nobody guesses them. */
export function newPasscode(): string {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return `${number! % 1_000_000}`.padStart(6, "0");
}
