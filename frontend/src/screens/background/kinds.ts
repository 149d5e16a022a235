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

export const isOver = ({ ended_on }: BackgroundItem, today: Day): boolean => ended_on !== null && ended_on < today;

/** Whether "it ended today" can be said of it. */
export const mayEnd = ({ kind, started_on, ended_on }: BackgroundItem, today: Day): boolean =>
  !isOneDay(kind) && ended_on === null && (started_on === null || started_on <= today);

/** What goes on comes first, then what is over; in each the latest, and what has no days at the end. */
export function inOrder(items: readonly BackgroundItem[], today: Day): BackgroundItem[] {
  const latest = ({ started_on, ended_on }: BackgroundItem): string => ended_on ?? started_on ?? "";
  return [...items].sort(
    (a, b) =>
      Number(isOver(a, today)) - Number(isOver(b, today)) ||
      (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : 0),
  );
}

/** Names to suggest, by kind: those of Learn. */
export type Lists = Readonly<Record<BackgroundKind, Readonly<Record<string, string>>>>;

/**
 * What may be meant by what was typed so far: names written down before, those of Learn, and those
 * the rules know, which are many and come only when something of them was typed. None that is
 * typed whole.
 */
export function suggestions(
  kind: BackgroundKind | null,
  typed: string,
  items: readonly BackgroundItem[],
  lists: Lists | null,
): string[] {
  if (kind === null) return [];
  const own = items.filter((item) => item.kind === kind && item.name !== "").map(({ name }) => name);
  const wanted = bare(typed);
  const rules =
    wanted === "" ? [] : KNOWN.filter((one) => one.kind === kind).flatMap(({ names }) => names.map(capital));
  const byName = new Map<string, string>();
  for (const name of [...own, ...Object.values(lists?.[kind] ?? {}), ...rules])
    if (!byName.has(bare(name))) byName.set(bare(name), name);
  const found = [...byName].filter(([name]) => name.includes(wanted) && name !== wanted);
  // What begins with it is meant more often than what has it inside.
  return found.sort(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted))).map(([, name]) => name);
}

/** Without capitals and accents: "neurologo" finds "Neurólogo". */
const bare = (name: string): string => name.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
