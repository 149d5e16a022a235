/** Hash router: screen, record id and query. */
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
    return text; // malformed: no record matches
  }
}

const current = writable(parse(browser.location?.hash ?? ""));
export const route: Readable<Route> = current;

/** Follow links, the back button and addresses from mails. Call once per page. */
export function startRouter(): void {
  const update = (): void => current.set(parse(location.hash));
  addEventListener("hashchange", update);
  update(); // the hash may have changed while messages loaded
}

/**
 * Go to a screen such as `#/today`. The address follows once the screen is there: changing it
 * forces a layout, which would be that of the old screen.
 */
export function go(address: `#/${string}`): void {
  current.set(parse(address));
  void tick().then(() => history.pushState(null, "", address));
}
