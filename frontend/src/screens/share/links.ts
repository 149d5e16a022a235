/** Share links over HTTP: a link's address is told once, when it is made. */
import { ApiError, call } from "../../sync/http";
import type { JobProgress } from "../../sync/http-files";
import type { components } from "../../model/schema";
import { intervals } from "../../model/intervals";

const TRIES = 150; // of a copy whose PDF is being made

export type MadeLink = components["schemas"]["ShareLinkMade"];
export type ShareLink = components["schemas"]["ShareLinkShown"];
export type View = components["schemas"]["ShareViewShown"];

/** `health`: for a hospital's system, by a SMART Health Link; it is a copy, and no page. */
export interface Wish {
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

/** `told` hears how far a worker is with the copy of a very large diary. @throws ApiError */
export async function createLink(wish: Wish, told?: (steps: JobProgress) => void): Promise<MadeLink> {
  const { days, expires, passcode, notes, background, questions, views, frozen, downloads } = wish;
  const label = wish.label.trim() || null;
  const either = { days, expires_in_days: expires, label, passcode, notes, background, questions };
  if (wish.kind === "health") {
    return whenMade("/api/v1/health-links", { ...either, single_use: views === 1 }, intervals.snapshotTimeout, told);
  }
  const page = { ...either, most_views: views, frozen, downloads };
  return whenMade("/api/v1/share-links", page, frozen ? intervals.snapshotTimeout : undefined, told);
}

/** Asks again while a worker still makes its PDF. */
async function whenMade(
  path: string,
  body: object,
  patience: number | undefined,
  told: ((steps: JobProgress) => void) | undefined,
): Promise<MadeLink> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = (await call("POST", path, body, {}, patience)) as MadeLink | JobProgress;
    if ("url" in answer) return answer;
    told?.(answer);
    await new Promise((done) => setTimeout(done, intervals.jobPoll));
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
export async function viewsOf(id: string): Promise<View[]> {
  return ((await call("GET", `/api/v1/share-links/${id}/views`)) as { results: View[] }).results;
}

/** What the owner has not seen yet: how many openings, and whether wrong passcodes ended a link. */
export function newsOf(links: readonly ShareLink[]): { views: number; locked: boolean } {
  return {
    views: links.reduce((sum, link) => sum + link.new_views, 0),
    locked: links.some((link) => link.newly_locked),
  };
}

/** It is seen now, on every phone. By the server's clock, which the list tells. */
export async function looked(links: readonly ShareLink[]): Promise<void> {
  const { views, locked } = newsOf(links);
  if (views === 0 && !locked) return;
  const until = links
    .flatMap((link) => [link.last_viewed_at, link.revoked_at])
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  await call("POST", "/api/v1/share-links/looked", { until });
}

/** Six digits, for a keypad and a telephone. With ten tries in a link's life nobody guesses them. */
export function newPasscode(): string {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return `${number! % 1_000_000}`.padStart(6, "0");
}
