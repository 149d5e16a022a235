/**
 * Conditions over facts in three-valued logic. Mirrors triage/engine/conditions.py. A fact of
 * `null` was not asked: a condition over it is unknown, unless its other parts decide.
 */

export type Fact = number | boolean | string | readonly string[] | null;
export type Facts = Readonly<Record<string, Fact>>;
/** Thresholds by name, each in the unit that the file gives it. */
export type Thresholds = Readonly<Record<string, number>>;
export type Condition = (facts: Facts, thresholds: Thresholds) => boolean | null;
type Value = Exclude<Fact, null>;
export type When =
  { fact: string; op: string; value: Value | { threshold: string } } | { all: When[] } | { any: When[] };
export interface RuleLevel {
  level: string;
  when: When;
  remind: { matches: number; or?: When } | null;
}
export interface Rule extends RuleLevel {
  id: string;
  origin: string;
  measure: string | null;
  threshold: string | null;
  hysteresis?: true;
  lesser?: RuleLevel;
}
/** The names of a medicine or condition that rules use. */
export interface NameEntry {
  kind: string;
  names: readonly string[];
  except: readonly string[];
}
export type Names = Record<string, NameEntry>;
export interface Rules {
  version: string;
  facts: Record<string, { type: string }>;
  thresholds: Record<string, { value: number; default_value?: number }>;
  names: Names;
  rules: Rule[];
}

/** Type checks of known values. */
export const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: Number.isFinite,
  boolean: (value) => typeof value === "boolean",
  code: (value) => typeof value === "string",
  set: (value) => Array.isArray(value) && value.every((code) => typeof code === "string"),
};
type Compare = (fact: Value, value: Value) => boolean;
const ORDER: Record<string, Compare> = {
  eq: (fact, value) => fact === value,
  lt: (fact, value) => fact < value,
  lte: (fact, value) => fact <= value,
  gt: (fact, value) => fact > value,
  gte: (fact, value) => fact >= value,
};
const OPS: Record<string, Record<string, Compare>> = {
  number: ORDER,
  boolean: { eq: ORDER["eq"]! },
  code: { eq: ORDER["eq"]! },
  set: { has_any: (fact, codes) => (codes as string[]).some((code) => (fact as string[]).includes(code)) },
};

/** @throws TypeError if a threshold is not a number */
export function thresholdValues(rules: Rules): Thresholds {
  const values = Object.entries(rules.thresholds).map(([name, { value }]) => [name, value] as const);
  for (const [name, value] of values)
    if (!Number.isFinite(value)) throw new TypeError(`the threshold ${name} is no number`);
  return Object.fromEntries(values);
}

/** Lower thresholds of hysteresis: a count that reached its threshold stays active above these. */
export function hysteresisThresholds(thresholds: Thresholds): Thresholds {
  return Object.fromEntries(
    Object.entries(thresholds).map(([name, value]) => [name, value * thresholds["hysteresis"]!]),
  );
}

/** @throws TypeError if there is no such threshold */
export function thresholdValue(rules: Rules, name: string): number {
  const value = rules.thresholds[name];
  if (!value) throw new TypeError(`no threshold ${name}`);
  return value.value;
}

/** Compile a condition. @throws TypeError if a name is unknown or the types do not match */
export function compileCondition(rules: Rules, when: When): Condition {
  if ("all" in when)
    return combine(
      when.all.map((part) => compileCondition(rules, part)),
      false,
    );
  if ("any" in when)
    return combine(
      when.any.map((part) => compileCondition(rules, part)),
      true,
    );
  const { fact: name, op, value } = when;
  const kind = rules.facts[name]?.type ?? "";
  const compare = OPS[kind]?.[op];
  if (compare && kind === "number" && typeof value === "object" && "threshold" in value) {
    const { threshold } = value;
    thresholdValue(rules, threshold);
    return compareTo(name, compare, (thresholds) => thresholds[threshold]!);
  }
  if (!compare || !TYPES[kind]!(value)) throw new TypeError(`${op} does not fit the ${kind} ${name}`);
  return compareTo(name, compare, () => value as Value);
}

function combine(parts: readonly Condition[], decisive: boolean): Condition {
  return (facts, thresholds) => {
    let result: boolean | null = !decisive;
    for (const part of parts) {
      const value = part(facts, thresholds);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

function compareTo(name: string, compare: Compare, value: (thresholds: Thresholds) => Value): Condition {
  return (facts, thresholds) => {
    const fact = facts[name] as Fact;
    return fact === null ? null : compare(fact, value(thresholds));
  };
}

/** The facts that a subject needs for the rule; `lesser` uses no others. */
export function requiredFacts(rule: Rule): string[] {
  return [...factNames(rule.when), ...(rule.remind?.or ? factNames(rule.remind.or) : [])];
}

export function factNames(when: When): string[] {
  return "fact" in when ? [when.fact] : ("any" in when ? when.any : when.all).flatMap(factNames);
}
