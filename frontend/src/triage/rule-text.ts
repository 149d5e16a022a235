/** Conditions of the rules file in the words of a catalogue. The mirror of triage/in_words.py. */
import { type Rules, type When as Condition, thresholdValue } from "./conditions";

/** A fact in words. */
export interface FactText {
  label: string;
  /** A condition on it, by its op, or true or false. */
  says?: Partial<Record<string, string>>;
  codes?: Partial<Record<string, string>>;
}
/** What is read here of the catalogue triage/rules/messages/{language}.json. */
export interface RuleTextCatalog {
  facts: Record<string, FactText>;
  joints: Record<"all" | "any" | "codes", string>;
  lengths: Record<"minutes" | "hours", string>;
}
/** The rules, with the facts for which each fact says what was not asked. */
export type DescribedRules = Rules & { facts: Record<string, { of?: string }> };
/** A sentence, or all or any of several. */
export type ConditionText = string | { connective: "all" | "any"; parts: ConditionText[] };

/**
 * The condition in words, with the thresholds' values. What a count could be, were everything
 * asked, is left out. Throws TypeError for a fact, op or code without words.
 */
export function renderCondition(rules: DescribedRules, catalog: RuleTextCatalog, when: Condition): ConditionText {
  if ("all" in when || "any" in when) {
    const connective = "all" in when ? "all" : "any";
    const parts = ("all" in when ? when.all : when.any)
      .filter((part) => !isBound(rules, part))
      .map((part) => renderCondition(rules, catalog, part));
    return parts.length === 1 ? parts[0]! : { connective, parts };
  }
  const fact = catalog.facts[when.fact]!;
  const { says } = fact;
  const { value } = when;
  const text =
    typeof value === "boolean"
      ? (says ?? { true: lowerFirst(fact.label) })[String(value)]
      : says?.[when.op]?.replace("{value}", valueOf(rules, catalog, fact, value));
  if (text === undefined) throw new TypeError(`no words for ${when.op} of ${when.fact}`);
  return toHours(
    catalog,
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(thresholdValue(rules, name))),
  );
}

/** In one line; what is joined inside stands in brackets. */
export function renderSentence(catalog: RuleTextCatalog, condition: ConditionText): string {
  if (typeof condition === "string") return condition;
  const parts = condition.parts.map((part) => (typeof part === "string" ? part : `(${renderSentence(catalog, part)})`));
  return parts.join(catalog.joints[condition.connective]);
}

function isBound(rules: DescribedRules, when: Condition): boolean {
  if ("fact" in when) return rules.facts[when.fact]?.of !== undefined;
  return ("all" in when ? when.all : when.any).every((part) => isBound(rules, part));
}

function valueOf(rules: Rules, catalog: RuleTextCatalog, fact: FactText, value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null && "threshold" in value)
    return String(thresholdValue(rules, String(value.threshold)));
  return [value]
    .flat()
    .map((code) => {
      const label = fact.codes?.[String(code)];
      if (label === undefined) throw new TypeError(`no words for the code ${String(code)}`);
      return label;
    })
    .join(catalog.joints.codes);
}

/** Many minutes that are whole hours, as hours. */
function toHours({ lengths }: RuleTextCatalog, text: string): string {
  const [before, after] = lengths.minutes.split("{number}").map((part) => part.replace(/[^\p{L}\p{N}\s]/gu, "\\$&"));
  return text.replace(new RegExp(`${before}\\b(\\d+)${after}`, "g"), (match, n: string) =>
    Number(n) < 120 || Number(n) % 60 ? match : lengths.hours.replace("{number}", String(Number(n) / 60)),
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
