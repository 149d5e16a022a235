/** The address after `#`: which screen, of which record, with what asked. */
import { readable, type Readable } from "svelte/store";

export const ROUTES = [
  "today", "log", "verdict", "emergency", "history", "charts", "share", "sign-in", "care",
  "verify-email", "more",
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
  const known = ROUTES.find((route) => route === name) ?? "today";
  const id = known === name && rest.length > 0 ? decoded(rest.join("/")) : undefined;
  return { name: known, id: id || undefined, query: new URLSearchParams(query) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a broken address names a record that is not there
  }
}

export const route: Readable<Route> = readable(parse(globalThis.location?.hash ?? ""), (set) => {
  const read = () => set(parse(location.hash));
  read();
  addEventListener("hashchange", read);
  return () => removeEventListener("hashchange", read);
});

/** Go to a screen such as `#/today`. */
export function go(address: `#/${string}`): void {
  location.hash = address;
}
