/** Conditions of the rules file in its own words. The mirror of triage/in_words.py. */
import { type Rules, type When as Condition, limit } from "./conditions";

const LANGUAGE = "en";
type Words = Record<typeof LANGUAGE, Record<string, string>>;

/** A fact as the file describes it. */
export interface DescribedFact {
  type: string;
  words: Record<typeof LANGUAGE, string>;
  /** A condition on it, by its op, or true or false. */
  says?: Words;
  codes?: Words;
  /** The fact for which it says what was not asked. */
  of?: string;
}
export type DescribedRules = Rules & { facts: Record<string, DescribedFact> };
/** A sentence, or all or any of several. */
export type Spoken = string | { joint: "all" | "any"; parts: Spoken[] };

const JOINTS = { all: "; and ", any: "; or " };

/**
 * The condition in words, with the thresholds' values. What a count could be, were everything
 * asked, is left out. Throws TypeError for a fact, op or code without words.
 */
export function spoken(rules: DescribedRules, when: Condition): Spoken {
  if ("all" in when || "any" in when) {
    const joint = "all" in when ? "all" : "any";
    const parts = ("all" in when ? when.all : when.any)
      .filter((part) => !isBound(rules, part))
      .map((part) => spoken(rules, part));
    return parts.length === 1 ? parts[0]! : { joint, parts };
  }
  const fact = rules.facts[when.fact]!;
  const says = fact.says?.[LANGUAGE];
  const { value } = when;
  const said =
    typeof value === "boolean"
      ? (says ?? { true: inside(fact.words[LANGUAGE]) })[String(value)]
      : says?.[when.op]?.replace("{value}", valueOf(rules, fact, value));
  if (said === undefined) throw new TypeError(`no words for ${when.op} of ${when.fact}`);
  return hours(said.replace(/\{(\w+)\}/g, (_, name: string) => String(limit(rules, name))));
}

/** In one line; what is joined inside stands in brackets. */
export function sentence(said: Spoken): string {
  if (typeof said === "string") return said;
  const parts = said.parts.map((part) => (typeof part === "string" ? part : `(${sentence(part)})`));
  return parts.join(JOINTS[said.joint]);
}

function isBound(rules: DescribedRules, when: Condition): boolean {
  if ("fact" in when) return rules.facts[when.fact]?.of !== undefined;
  return ("all" in when ? when.all : when.any).every((part) => isBound(rules, part));
}

function valueOf(rules: Rules, fact: DescribedFact, value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null && "threshold" in value) return String(limit(rules, String(value.threshold)));
  return [value].flat().map((code) => {
    const word = fact.codes?.[LANGUAGE][String(code)];
    if (word === undefined) throw new TypeError(`no words for the code ${code}`);
    return word;
  }).join(", or ");
}

/** Many minutes that are whole hours, as hours. */
const hours = (said: string): string =>
  said.replace(/\b(\d+) minutes\b/g, (same, n: string) => Number(n) < 120 || Number(n) % 60 ? same : `${Number(n) / 60} hours`);

const inside = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
