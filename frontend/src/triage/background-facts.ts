/** Facts from the background: known medicines and conditions. Mirrors triage/facts/background.py. */

import type { Day } from "../model/types";
import type { Fact, NameEntry, Names } from "./conditions";

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
  const conditions = codesOnDays(background, names, "condition", first, last);
  return {
    medicines: codesOnDays(background, names, "medication", first, last),
    diabetes: conditions === null ? null : conditions.includes("diabetes"),
  };
}

function codesOnDays(background: Background, names: Names, kind: string, first: Day, last: Day): string[] | null {
  const items = (background ?? []).filter((item) => item.kind === kind);
  if (items.length === 0) return null;
  const itemNames = items
    .filter(
      ({ started_on, ended_on }) =>
        (started_on === null || started_on <= last) && (ended_on === null || ended_on >= first),
    )
    .map(({ name }) => normalizeName(name));
  return Object.entries(names)
    .filter(([, known]) => known.kind === kind && itemNames.some((text) => matchesName(text, known)))
    .map(([code]) => code);
}

function matchesName(text: string, known: NameEntry): boolean {
  const includesName = (name: string): boolean => text.includes(normalizeName(name));
  return known.names.some(includesName) && !known.except.some(includesName);
}

/** Cache of normalized names. */
const cache = new Map<string, string>();
const CACHE_SIZE = 4096;

/** Letters only: without case, accents, doses and punctuation. */
function normalizeName(name: string): string {
  const cached = cache.get(name);
  if (cached !== undefined) return cached;
  const plain = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
  const normalized = ` ${plain.replace(/[^a-z]+/g, " ").trim()} `;
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(name, normalized);
  return normalized;
}
