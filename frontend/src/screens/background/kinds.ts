/** The kinds of background: what is asked of each, and what is suggested. */
import rules from "../../../../triage/rules.json";
import type { BackgroundItem, BackgroundKind, Day } from "../../store/types";

export const KINDS: readonly BackgroundKind[] = [
  "medication", "condition", "supplement", "vaccination", "injury", "visit",
];
const KNOWN = Object.values(rules.names);

/** Whether a rule reads this kind, so that "none" is an answer worth having. */
export const isAsked = (kind: BackgroundKind): boolean => KNOWN.some((known) => known.kind === kind);

export const hasDose = (kind: BackgroundKind | null): boolean => kind === "medication" || kind === "supplement";

/** Whether it is over on the day it happens. */
export const isOneDay = (kind: BackgroundKind | null): boolean => kind === "vaccination" || kind === "visit";

/** Reads `?kind=medication`. */
export function kindOf(text: string | null): BackgroundKind | null {
  return KINDS.find((kind) => kind === text) ?? null;
}

/** What goes on comes first, then what is over; in each the latest, and what has no days at the end. */
export function inOrder(items: readonly BackgroundItem[], today: Day): BackgroundItem[] {
  const over = ({ ended_on }: BackgroundItem): boolean => ended_on !== null && ended_on < today;
  const latest = ({ started_on, ended_on }: BackgroundItem): string => ended_on ?? started_on ?? "";
  return [...items].sort((a, b) =>
    Number(over(a)) - Number(over(b)) || (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : 0));
}

/** The names the rules know and those written down before, in the order of the alphabet. */
export function suggestions(kind: BackgroundKind | null, items: readonly BackgroundItem[]): string[] {
  const known = KNOWN.filter((one) => one.kind === kind).flatMap(({ names }) => names.map(capital));
  const own = items.filter((item) => item.kind === kind && item.name !== "").map(({ name }) => name);
  const byName = new Map([...known, ...own].map((name) => [name.toLowerCase(), name]));
  return [...byName.values()].sort((a, b) => a.localeCompare(b));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
