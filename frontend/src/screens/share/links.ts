/** Share links over HTTP: a link's address is told once, when it is made. */
import { call } from "../../api/client";
import type { components } from "../../api/schema";

export type MadeLink = components["schemas"]["ShareLinkMade"];
export type ShareLink = components["schemas"]["ShareLinkShown"];

export async function createLink(days: number, expires_in_days: number): Promise<MadeLink> {
  return (await call("POST", "/api/v1/share-links", { days, expires_in_days })) as MadeLink;
}

/** Newest first; the newest fifty. */
export async function listLinks(): Promise<ShareLink[]> {
  return ((await call("GET", "/api/v1/share-links")) as { results: ShareLink[] }).results;
}

export async function revokeLink(id: string): Promise<void> {
  await call("DELETE", `/api/v1/share-links/${id}`);
}
