/** Conditions of the rules file in the words of a catalogue. The mirror of triage/in_words.py. */
import { type Rules, type When as Condition, limit } from "./conditions";

/** A fact in words. */
export interface FactSaid {
  label: string;
  /** A condition on it, by its op, or true or false. */
  says?: Partial<Record<string, string>>;
  codes?: Partial<Record<string, string>>;
}
/** What is read here of the catalogue triage/rules/messages/{language}.json. */
export interface Said {
  facts: Record<string, FactSaid>;
  joints: Record<"all" | "any" | "codes", string>;
  lengths: Record<"minutes" | "hours", string>;
}
/** The rules, with the facts for which each fact says what was not asked. */
export type DescribedRules = Rules & { facts: Record<string, { of?: string }> };
/** A sentence, or all or any of several. */
export type Spoken = string | { joint: "all" | "any"; parts: Spoken[] };

/**
 * The condition in words, with the thresholds' values. What a count could be, were everything
 * asked, is left out. Throws TypeError for a fact, op or code without words.
 */
export function spoken(rules: DescribedRules, words: Said, when: Condition): Spoken {
  if ("all" in when || "any" in when) {
    const joint = "all" in when ? "all" : "any";
    const parts = ("all" in when ? when.all : when.any)
      .filter((part) => !isBound(rules, part))
      .map((part) => spoken(rules, words, part));
    return parts.length === 1 ? parts[0]! : { joint, parts };
  }
  const fact = words.facts[when.fact]!;
  const { says } = fact;
  const { value } = when;
  const said =
    typeof value === "boolean"
      ? (says ?? { true: inside(fact.label) })[String(value)]
      : says?.[when.op]?.replace("{value}", valueOf(rules, words, fact, value));
  if (said === undefined) throw new TypeError(`no words for ${when.op} of ${when.fact}`);
  return hours(
    words,
    said.replace(/\{(\w+)\}/g, (_, name: string) => String(limit(rules, name))),
  );
}

/** In one line; what is joined inside stands in brackets. */
export function sentence(words: Said, said: Spoken): string {
  if (typeof said === "string") return said;
  const parts = said.parts.map((part) => (typeof part === "string" ? part : `(${sentence(words, part)})`));
  return parts.join(words.joints[said.joint]);
}

function isBound(rules: DescribedRules, when: Condition): boolean {
  if ("fact" in when) return rules.facts[when.fact]?.of !== undefined;
  return ("all" in when ? when.all : when.any).every((part) => isBound(rules, part));
}

function valueOf(rules: Rules, words: Said, fact: FactSaid, value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null && "threshold" in value)
    return String(limit(rules, String(value.threshold)));
  return [value]
    .flat()
    .map((code) => {
      const word = fact.codes?.[String(code)];
      if (word === undefined) throw new TypeError(`no words for the code ${String(code)}`);
      return word;
    })
    .join(words.joints.codes);
}

/** Many minutes that are whole hours, as hours. */
function hours({ lengths }: Said, said: string): string {
  const [before, after] = lengths.minutes.split("{number}").map((part) => part.replace(/[^\p{L}\p{N}\s]/gu, "\\$&"));
  return said.replace(new RegExp(`${before}\\b(\\d+)${after}`, "g"), (same, n: string) =>
    Number(n) < 120 || Number(n) % 60 ? same : lengths.hours.replace("{number}", String(Number(n) / 60)),
  );
}

const inside = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
