/** Compiles rules for repeated evaluation. Mirrors triage/engine/compile.py. */

import { LEVELS } from "../model/levels";
import type { Level as LevelName } from "../model/types";
import {
  type Condition,
  type Facts,
  type RuleLevel,
  type Rule,
  type Rules,
  type Thresholds,
  TYPES,
  compileCondition,
  requiredFacts,
} from "./conditions";

/** One level of a rule; `rank` is its place among the levels, lowest 0. */
export interface CompiledLevel {
  rank: number;
  matches: Condition;
  reminds: (matched: readonly Facts[], limits: Thresholds) => boolean;
}
/** For a set of facts: the type check of each fact in order, and the rules with their levels, highest first. */
export interface ApplicableRules {
  types: ((value: unknown) => boolean)[];
  rules: { id: string; parts: CompiledLevel[] }[];
}

type CompiledRules = (names: readonly string[]) => ApplicableRules;
const cache = new WeakMap<object, { rules: Rule[]; compiled: CompiledRules }>();

/**
 * Returns the rules that apply to a subject, by the names of its facts; cached, since rules are
 * immutable (thresholds are not cached).
 *
 * @throws TypeError if a rule is invalid; the returned function throws it for an undeclared fact
 */
export function compileRules(rules: Rules): CompiledRules {
  const cached = cache.get(rules.facts);
  if (cached?.rules === rules.rules) return cached.compiled;
  const compiledRules = rules.rules.map((rule) => ({
    id: rule.id,
    needed: requiredFacts(rule),
    parts: compileLevels(rules, rule),
  }));
  const byFactNames = new Map<string, ApplicableRules>();
  const applicable: CompiledRules = (names) => {
    const key = names.join();
    const cached = byFactNames.get(key);
    if (cached) return cached;
    const present = new Set(names);
    const rulesOfFacts = {
      types: names.map((name) => {
        const type = TYPES[rules.facts[name]?.type ?? ""];
        if (!type) throw new TypeError(`the fact ${name} is not declared`);
        return type;
      }),
      rules: compiledRules.filter(({ needed }) => needed.every((name) => present.has(name))),
    };
    byFactNames.set(key, rulesOfFacts);
    return rulesOfFacts;
  };
  cache.set(rules.facts, { rules: rules.rules, compiled: applicable });
  return applicable;
}

function compileLevels(rules: Rules, rule: Rule): CompiledLevel[] {
  return (rule.lesser ? [rule, rule.lesser] : [rule]).map((level) => ({
    rank: LEVELS.indexOf(level.level as LevelName),
    matches: compileCondition(rules, level.when),
    reminds: compileRemind(rules, level.remind),
  }));
}

function compileRemind(rules: Rules, remind: RuleLevel["remind"]): CompiledLevel["reminds"] {
  if (remind === null) return () => false;
  const immediate = remind.or && compileCondition(rules, remind.or);
  return (matched, limits) =>
    matched.length >= remind.matches || (immediate !== undefined && matched.some((facts) => immediate(facts, limits)));
}
