/** The rules read once, to be asked of many subjects. The mirror of triage/compiled.py. */

import { LEVELS } from "../model/levels";
import type { Level as LevelName } from "../model/types";
import {
  type Condition,
  type Facts,
  type Level,
  type Rule,
  type Rules,
  type Thresholds,
  TYPES,
  condition,
  factsOf,
} from "./conditions";

/** One level of a rule; `rank` is its place among the levels, lowest 0. */
export interface Part {
  rank: number;
  holds: Condition;
  reminds: (matched: readonly Facts[], limits: Thresholds) => boolean;
}
/** Of a subject: the type of each fact, in its order; the rules, the gravest part of each first. */
export interface Asked {
  types: ((value: unknown) => boolean)[];
  rules: { id: string; parts: Part[] }[];
}

type Compiled = (names: readonly string[]) => Asked;
const kept = new WeakMap<object, { of: Rule[]; asked: Compiled }>();

/**
 * What is asked of a subject, by the names of its facts. Rules and facts are never changed in
 * place; thresholds are not kept. Throws TypeError when a rule cannot be asked, and what it returns
 * a TypeError when a fact is not declared.
 */
export function compiled(rules: Rules): Compiled {
  const found = kept.get(rules.facts);
  if (found?.of === rules.rules) return found.asked;
  const ready = rules.rules.map((rule) => ({ id: rule.id, needed: factsOf(rule), parts: parts(rules, rule) }));
  const shapes = new Map<string, Asked>();
  const asked: Compiled = (names) => {
    const shape = names.join();
    const known = shapes.get(shape);
    if (known) return known;
    const own = new Set(names);
    const made = {
      types: names.map((name) => {
        const type = TYPES[rules.facts[name]?.type ?? ""];
        if (!type) throw new TypeError(`the fact ${name} is not declared`);
        return type;
      }),
      rules: ready.filter(({ needed }) => needed.every((name) => own.has(name))),
    };
    shapes.set(shape, made);
    return made;
  };
  kept.set(rules.facts, { of: rules.rules, asked });
  return asked;
}

function parts(rules: Rules, rule: Rule): Part[] {
  return (rule.lesser ? [rule, rule.lesser] : [rule]).map((part) => ({
    rank: LEVELS.indexOf(part.level as LevelName),
    holds: condition(rules, part.when),
    reminds: reminds(rules, part.remind),
  }));
}

function reminds(rules: Rules, remind: Level["remind"]): Part["reminds"] {
  if (remind === null) return () => false;
  const atOnce = remind.or && condition(rules, remind.or);
  return (matched, limits) =>
    matched.length >= remind.matches || (atOnce !== undefined && matched.some((facts) => atOnce(facts, limits)));
}
