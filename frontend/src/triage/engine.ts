/** Rules over facts: what matches, what cannot be told. The mirror of triage/engine.py. */

import type { Day, Finding, Level } from "../model/types";
import { LEVELS } from "../model/levels";
import { type Part, compiled } from "./compile";
import { type Facts, type Rule, type Rules, type Thresholds, eased, thresholds } from "./conditions";

/** What rules are asked of: facts, and the entries and local days they come from. */
export interface Subject {
  facts: Facts;
  episodes: string[];
  alerts: string[];
  days: Day[];
}
export interface Outcome {
  level: Level | null;
  findings: Finding[];
  undetermined: string[];
}
type Matched = { subject: Subject; part: Part }[];

/**
 * Those `held` are asked with eased thresholds, see standing.ts. A rule is undetermined when an open answer could make it match, or match at a higher level.
 * Throws TypeError when a fact is not declared or not of its declared type.
 */
export function evaluate(rules: Rules, subjects: readonly Subject[], held: ReadonlySet<string> = new Set()): Outcome {
  const asked = compiled(rules);
  const limits = thresholds(rules);
  const lower = held.size > 0 ? eased(limits) : limits;
  const matched = new Map<string, Matched>();
  const possible = new Map<string, number>();
  for (const subject of subjects) {
    const names = Object.keys(subject.facts);
    const { types, rules: ofThese } = asked(names);
    for (const [index, name] of names.entries()) {
      const fact = subject.facts[name];
      if (fact !== null && !types[index]!(fact)) throw new TypeError(`the fact ${name} is of a wrong type`);
    }
    for (const { id, parts } of ofThese)
      for (const part of parts) {
        const told = part.holds(subject.facts, held.has(id) ? lower : limits);
        if (told) {
          matched.set(id, [...(matched.get(id) ?? []), { subject, part }]);
          break;
        }
        if (told === null) possible.set(id, Math.max(part.rank, possible.get(id) ?? -1));
      }
  }
  const rank = (id: string): number => Math.max(-1, ...(matched.get(id) ?? []).map(({ part }) => part.rank));
  return {
    level: LEVELS[Math.max(-1, ...[...matched.keys()].map(rank))] ?? null,
    findings: rules.rules.flatMap((rule) => {
      const by = matched.get(rule.id);
      return by ? [{ ...finding(rule, by, rules, limits), held: held.has(rule.id) }] : [];
    }),
    undetermined: rules.rules.map(({ id }) => id).filter((id) => (possible.get(id) ?? -1) > rank(id)),
  };
}

function finding(rule: Rule, matched: Matched, rules: Rules, limits: Thresholds): Omit<Finding, "held"> {
  const subjects = matched.map(({ subject }) => subject);
  const top = matched.map(({ part }) => part).reduce((best, part) => (part.rank > best.rank ? part : best));
  const threshold = rule.threshold === null ? undefined : rules.thresholds[rule.threshold];
  const values = rule.measure === null ? [] : subjects.map(({ facts }) => facts[rule.measure!]);
  const numbers = values.filter((value): value is number => typeof value === "number");
  const every = (pick: (subject: Subject) => string[]): string[] => [...new Set(subjects.flatMap(pick))].sort();
  return {
    rule: rule.id,
    origin: rule.origin,
    level: LEVELS[top.rank]!,
    threshold: threshold?.value ?? null,
    usual: threshold?.usual ?? null,
    evidence: {
      episodes: every((subject) => subject.episodes),
      alerts: every((subject) => subject.alerts),
      days: every((subject) => subject.days),
      value: numbers.length > 0 ? Math.max(...numbers) : null,
    },
    reminds: top.reminds(
      subjects.map(({ facts }) => facts),
      limits,
    ),
  };
}
