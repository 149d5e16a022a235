/** What the background says of an episode: known medicines and conditions. Mirrors triage/background.py. */

import type { Day } from "../model/types";
import type { Fact, Known, Names } from "./conditions";

/** A medicine, a condition or another item; dates are local days. */
export interface BackgroundItem {
  kind: string;
  name: string;
  started_on: Day | null;
  ended_on: Day | null;
}
export type Background = readonly BackgroundItem[] | null;

/** The medicines and conditions of the rules file on any of these days; unknown when none was ever entered. */
export function backgroundFacts(background: Background, names: Names, first: Day, last: Day): Record<string, Fact> {
  const conditions = named(background, names, "condition", first, last);
  return {
    medicines: named(background, names, "medication", first, last),
    diabetes: conditions === null ? null : conditions.includes("diabetes"),
  };
}

function named(background: Background, names: Names, kind: string, first: Day, last: Day): string[] | null {
  const items = (background ?? []).filter((item) => item.kind === kind);
  if (items.length === 0) return null;
  const then = items
    .filter(
      ({ started_on, ended_on }) =>
        (started_on === null || started_on <= last) && (ended_on === null || ended_on >= first),
    )
    .map(({ name }) => words(name));
  return Object.entries(names)
    .filter(([, known]) => known.kind === kind && then.some((text) => is(text, known)))
    .map(([code]) => code);
}

function is(text: string, known: Known): boolean {
  const says = (name: string): boolean => text.includes(words(name));
  return known.names.some(says) && !known.except.some(says);
}

/** The names of the file are asked again and again. */
const kept = new Map<string, string>();
const KEPT = 4096;

/** Only the words: case, accents, doses and signs are left out. */
function words(name: string): string {
  const found = kept.get(name);
  if (found !== undefined) return found;
  const plain = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
  const made = ` ${plain.replace(/[^a-z]+/g, " ").trim()} `;
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, made);
  return made;
}
