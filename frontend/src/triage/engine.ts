/** Evaluates rules over facts: matches and undetermined rules. Mirrors triage/engine/evaluate.py. */

import type { Day, Finding, Level } from "../model/types";
import { LEVELS } from "../model/levels";
import { type CompiledLevel, compileRules } from "./compile";
import {
  type Facts,
  type Rule,
  type Rules,
  type Thresholds,
  hysteresisThresholds,
  thresholdValues,
} from "./conditions";

/** Input of the rules: facts, and the entries and local days that they come from. */
export interface Subject {
  facts: Facts;
  episodes: string[];
  alerts: string[];
  days: Day[];
}
export interface Evaluation {
  level: Level | null;
  findings: Finding[];
  undetermined: string[];
}
type Matched = { subject: Subject; part: CompiledLevel }[];

/**
 * Rules in `hysteresisRules` use the lower thresholds, see hysteresis.ts. A rule is undetermined if
 * a missing answer could make it match, or match at a higher level.
 *
 * @throws TypeError if a fact is undeclared or not of its declared type
 */
export function evaluate(
  rules: Rules,
  subjects: readonly Subject[],
  hysteresisRules: ReadonlySet<string> = new Set(),
): Evaluation {
  const applicableRules = compileRules(rules);
  const limits = thresholdValues(rules);
  const loweredLimits = hysteresisRules.size > 0 ? hysteresisThresholds(limits) : limits;
  const matched = new Map<string, Matched>();
  const possible = new Map<string, number>();
  for (const subject of subjects) {
    const names = Object.keys(subject.facts);
    const { types, rules: rulesOfSubject } = applicableRules(names);
    for (const [index, name] of names.entries()) {
      const fact = subject.facts[name];
      if (fact !== null && !types[index]!(fact)) throw new TypeError(`the fact ${name} is of a wrong type`);
    }
    for (const { id, parts } of rulesOfSubject)
      for (const part of parts) {
        const result = part.matches(subject.facts, hysteresisRules.has(id) ? loweredLimits : limits);
        if (result) {
          matched.set(id, [...(matched.get(id) ?? []), { subject, part }]);
          break;
        }
        if (result === null) possible.set(id, Math.max(part.rank, possible.get(id) ?? -1));
      }
  }
  const rank = (id: string): number => Math.max(-1, ...(matched.get(id) ?? []).map(({ part }) => part.rank));
  return {
    level: LEVELS[Math.max(-1, ...[...matched.keys()].map(rank))] ?? null,
    findings: rules.rules.flatMap((rule) => {
      const matches = matched.get(rule.id);
      return matches ? [{ ...toFinding(rule, matches, rules, limits), hysteresis: hysteresisRules.has(rule.id) }] : [];
    }),
    undetermined: rules.rules.map(({ id }) => id).filter((id) => (possible.get(id) ?? -1) > rank(id)),
  };
}

function toFinding(rule: Rule, matched: Matched, rules: Rules, limits: Thresholds): Omit<Finding, "hysteresis"> {
  const subjects = matched.map(({ subject }) => subject);
  const highest = matched.map(({ part }) => part).reduce((best, part) => (part.rank > best.rank ? part : best));
  const threshold = rule.threshold === null ? undefined : rules.thresholds[rule.threshold];
  const values = rule.measure === null ? [] : subjects.map(({ facts }) => facts[rule.measure!]);
  const numbers = values.filter((value): value is number => typeof value === "number");
  const distinct = (select: (subject: Subject) => string[]): string[] => [...new Set(subjects.flatMap(select))].sort();
  return {
    rule: rule.id,
    origin: rule.origin,
    level: LEVELS[highest.rank]!,
    threshold: threshold?.value ?? null,
    default_threshold: threshold?.default_value ?? null,
    evidence: {
      episodes: distinct((subject) => subject.episodes),
      alerts: distinct((subject) => subject.alerts),
      days: distinct((subject) => subject.days),
      value: numbers.length > 0 ? Math.max(...numbers) : null,
    },
    reminds: highest.reminds(
      subjects.map(({ facts }) => facts),
      limits,
    ),
  };
}
