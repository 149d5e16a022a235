/** The address after `#`: which screen, of which record, with what asked. */
import { browser } from "../model/browser";
import { tick } from "svelte";
import { writable, type Readable } from "svelte/store";

export const ROUTES = [
  "today",
  "log",
  "verdict",
  "emergency",
  "history",
  "charts",
  "share",
  "sign-in",
  "care",
  "background",
  "account",
  "reset-password",
  "more",
  "learn",
  "changes",
  "limits",
  "questions",
  "summary",
  "versions",
  "data",
] as const;
export type RouteName = (typeof ROUTES)[number];

export interface Route {
  name: RouteName;
  /** The part after the name: a record's id, or the key of a mail. */
  id: string | undefined;
  query: URLSearchParams;
}

/** Reads `#/log/0193…?from=today`; an unknown name is Today. */
export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name = "", ...rest] = path.split("/");
  const routeName = ROUTES.find((route) => route === name) ?? "today";
  const id = routeName === name && rest.length > 0 ? decodeId(rest.join("/")) : undefined;
  return { name: routeName, id: id || undefined, query: new URLSearchParams(query) };
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a broken address names a record that is not there
  }
}

const current = writable(parse(browser.location?.hash ?? ""));
export const route: Readable<Route> = current;

/** The person's own ways: a link, the way back, an address from a mail. Call once for a page. */
export function startRouter(): void {
  const update = (): void => current.set(parse(location.hash));
  addEventListener("hashchange", update);
  update(); // the address may have changed while the words came in
}

/**
 * Go to a screen such as `#/today`. The address follows once the screen is there: changing it
 * lays out what is on the screen, which would be the one that is being left.
 */
export function go(address: `#/${string}`): void {
  current.set(parse(address));
  void tick().then(() => history.pushState(null, "", address));
}
