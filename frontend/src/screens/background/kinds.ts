/** The kinds of background: what is asked of each, and what is suggested. */
import { rules } from "../../triage/rules";
import type { BackgroundItem, BackgroundKind, Day } from "../../model/types";

export const KINDS: readonly BackgroundKind[] = [
  "medication",
  "condition",
  "supplement",
  "vaccination",
  "injury",
  "visit",
];
const RULE_NAMES = Object.values(rules.names);

/** Whether a rule reads this kind, so that "none" is an answer worth having. */
export const isReadByRules = (kind: BackgroundKind): boolean => RULE_NAMES.some((entry) => entry.kind === kind);

export const hasDose = (kind: BackgroundKind | null): boolean => kind === "medication" || kind === "supplement";

/** Whether it is over on the day it happens. */
export const isSingleDay = (kind: BackgroundKind | null): boolean => kind === "vaccination" || kind === "visit";

/** Reads `?kind=medication`. */
export function parseKind(text: string | null): BackgroundKind | null {
  return KINDS.find((kind) => kind === text) ?? null;
}

export const hasEnded = ({ ended_on }: BackgroundItem, today: Day): boolean => ended_on !== null && ended_on < today;

/** Whether "it ended today" can be said of it. */
export const canEnd = ({ kind, started_on, ended_on }: BackgroundItem, today: Day): boolean =>
  !isSingleDay(kind) && ended_on === null && (started_on === null || started_on <= today);

/** What goes on comes first, then what is over; in each the latest, and what has no days at the end. */
export function sortItems(items: readonly BackgroundItem[], today: Day): BackgroundItem[] {
  const lastDay = ({ started_on, ended_on }: BackgroundItem): string => ended_on ?? started_on ?? "";
  return [...items].sort(
    (a, b) =>
      Number(hasEnded(a, today)) - Number(hasEnded(b, today)) ||
      (lastDay(a) < lastDay(b) ? 1 : lastDay(a) > lastDay(b) ? -1 : 0),
  );
}

/** Names to suggest, by kind: those of Learn. */
export type SuggestionLists = Readonly<Record<BackgroundKind, Readonly<Record<string, string>>>>;

/**
 * What may be meant by what was typed so far: names written down before, those of Learn, and those
 * the rules know, which are many and come only when something of them was typed. None that is
 * typed whole.
 */
export function suggestions(
  kind: BackgroundKind | null,
  typed: string,
  items: readonly BackgroundItem[],
  lists: SuggestionLists,
): string[] {
  if (kind === null) return [];
  const ownNames = items.filter((item) => item.kind === kind && item.name !== "").map(({ name }) => name);
  const query = normalizeName(typed);
  const rules =
    query === "" ? [] : RULE_NAMES.filter((entry) => entry.kind === kind).flatMap(({ names }) => names.map(capitalize));
  const byName = new Map<string, string>();
  for (const name of [...ownNames, ...Object.values(lists[kind]), ...rules])
    if (!byName.has(normalizeName(name))) byName.set(normalizeName(name), name);
  const matches = [...byName].filter(([name]) => name.includes(query) && name !== query);
  // What begins with it is meant more often than what has it inside.
  return matches.sort(([a], [b]) => Number(b.startsWith(query)) - Number(a.startsWith(query))).map(([, name]) => name);
}

/** Without capitals and accents: "neurologo" finds "Neurólogo". */
const normalizeName = (name: string): string => name.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
