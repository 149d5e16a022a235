/** Render rule conditions as text with a message catalog. Mirrors triage/rules/rule_text.py. */
import { type Rules, type When, thresholdValue } from "./conditions";

/** Texts of a fact. */
export interface FactText {
  label: string;
  /** Text of a condition by its op, or by true or false. */
  says?: Partial<Record<string, string>>;
  codes?: Partial<Record<string, string>>;
}
/** Part of the catalog triage/rules/messages/{language}.json that is used here. */
export interface RuleTextCatalog {
  facts: Record<string, FactText>;
  joints: Record<"all" | "any" | "codes", string>;
  lengths: Record<"minutes" | "hours", string>;
}
/** Rules with the `of` of derived facts: the fact whose bound they are. */
export type DescribedRules = Rules & { facts: Record<string, { of?: string }> };
/** A sentence, or a conjunction or disjunction of several. */
export type ConditionText = string | { connective: "all" | "any"; parts: ConditionText[] };

/**
 * Render a condition with the values of the thresholds. Bounds of counts are left out.
 *
 * @throws TypeError for a fact, op or code without a text
 */
export function renderCondition(rules: DescribedRules, catalog: RuleTextCatalog, when: When): ConditionText {
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

/** Render on one line; nested conditions in brackets. */
export function renderSentence(catalog: RuleTextCatalog, condition: ConditionText): string {
  if (typeof condition === "string") return condition;
  const parts = condition.parts.map((part) => (typeof part === "string" ? part : `(${renderSentence(catalog, part)})`));
  return parts.join(catalog.joints[condition.connective]);
}

function isBound(rules: DescribedRules, when: When): boolean {
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

/** Convert 120 minutes or more to hours if they are whole hours. */
function toHours({ lengths }: RuleTextCatalog, text: string): string {
  const [before, after] = lengths.minutes.split("{number}").map((part) => part.replace(/[^\p{L}\p{N}\s]/gu, "\\$&"));
  return text.replace(new RegExp(`${before}\\b(\\d+)${after}`, "g"), (match, n: string) =>
    Number(n) < 120 || Number(n) % 60 ? match : lengths.hours.replace("{number}", String(Number(n) / 60)),
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
