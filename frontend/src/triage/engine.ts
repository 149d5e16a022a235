/** Rules over facts: what matches, what cannot be told. The mirror of triage/engine.py. */

import type { Day, Finding, Level } from "../store/types";
import type { Names } from "./background";

export type Fact = number | boolean | string | readonly string[] | null;
export type Kind = "number" | "boolean" | "code" | "set";
type Value = Exclude<Fact, null> | { threshold: string };
export type Condition =
  | { fact: string; op: string; value: Value }
  | { all: Condition[] }
  | { any: Condition[] };
interface Part {
  level: string;
  when: Condition;
  remind: { matches: number; or?: Condition } | null;
}
export interface Rule extends Part {
  id: string;
  origin: string;
  measure: string | null;
  threshold: string | null;
  lesser?: Part;
}
export interface Rules {
  version: string;
  facts: Record<string, { type: string }>;
  thresholds: Record<string, { value: number; usual?: number }>;
  names: Names;
  rules: Rule[];
}
/** What rules are asked of: facts, and the entries and local days they come from. */
export interface Subject {
  facts: Record<string, Fact>;
  episodes: string[];
  alerts: string[];
  days: Day[];
}
export interface Outcome {
  level: Level | null;
  findings: Finding[];
  undetermined: string[];
}

export const LEVELS: readonly Level[] = ["watch", "see_provider", "see_provider_soon", "emergency"];
const OPS: Record<string, readonly string[]> = {
  number: ["eq", "lt", "lte", "gt", "gte"], boolean: ["eq"], code: ["eq"], set: ["has_any"],
};

/** Throws TypeError when a fact is not declared or not of its declared type. */
export function evaluate(rules: Rules, subjects: readonly Subject[]): Outcome {
  for (const { facts } of subjects)
    for (const [name, value] of Object.entries(facts))
      if (!typed(value, rules.facts[name]?.type)) throw new TypeError(`the fact ${name} is not declared or of a wrong type`);
  const findings: Finding[] = [];
  const undetermined: string[] = [];
  for (const rule of rules.rules) {
    const names = [...factNames(rule.when), ...(rule.remind?.or ? factNames(rule.remind.or) : [])];
    const asked = subjects.filter(({ facts }) => names.every((name) => Object.hasOwn(facts, name)));
    const { found, unknown } = ask(rules, rule, asked);
    if (found) findings.push(found);
    else if (unknown) undetermined.push(rule.id);
  }
  const level = findings.reduce((top, finding) => Math.max(top, LEVELS.indexOf(finding.level)), -1);
  return { level: LEVELS[level] ?? null, findings, undetermined };
}

function ask(rules: Rules, rule: Rule, asked: readonly Subject[]): { found: Finding | null; unknown: boolean } {
  const matched: { subject: Subject; part: Part }[] = [];
  let unknown = false;
  for (const subject of asked)
    for (const part of rule.lesser ? [rule, rule.lesser] : [rule]) {
      const holds = condition(rules, part.when, subject.facts);
      unknown ||= holds === null;
      if (holds) {
        matched.push({ subject, part });
        break;
      }
    }
  const rank = (part: Part): number => LEVELS.indexOf(part.level as Level);
  const top = matched.reduce<Part | null>((best, { part }) => (best && rank(best) >= rank(part) ? best : part), null);
  if (!top) return { found: null, unknown };
  const { measure } = rule;
  const values = measure === null ? [] : matched.map(({ subject }) => subject.facts[measure]);
  const numbers = values.filter((value): value is number => typeof value === "number");
  const every = (pick: (subject: Subject) => string[]): string[] =>
    [...new Set(matched.flatMap(({ subject }) => pick(subject)))].sort();
  const found: Finding = {
    rule: rule.id,
    origin: rule.origin,
    level: top.level as Level,
    threshold: rule.threshold === null ? null : limit(rules, rule.threshold),
    usual: rule.threshold === null ? null : rules.thresholds[rule.threshold]?.usual ?? null,
    evidence: {
      episodes: every((subject) => subject.episodes),
      alerts: every((subject) => subject.alerts),
      days: every((subject) => subject.days),
      value: numbers.length ? Math.max(...numbers) : null,
    },
    reminds: reminds(rules, top, matched.map(({ subject }) => subject)),
  };
  return { found, unknown };
}

function reminds(rules: Rules, { remind }: Part, matched: readonly Subject[]): boolean {
  if (remind === null) return false;
  const { matches, or } = remind;
  return matched.length >= matches || (or !== undefined && matched.some(({ facts }) => condition(rules, or, facts) === true));
}

/** True, false, or null when that cannot be told. */
export function condition(rules: Rules, when: Condition, facts: Record<string, Fact>): boolean | null {
  if ("all" in when || "any" in when) {
    const decides = "any" in when;
    const parts = ("any" in when ? when.any : when.all).map((part) => condition(rules, part, facts));
    return parts.includes(decides) ? decides : parts.includes(null) ? null : !decides;
  }
  const fact = facts[when.fact];
  const kind = rules.facts[when.fact]?.type ?? "";
  const named = when.value;
  const value = typeof named === "object" && "threshold" in named ? limit(rules, named.threshold) : (named as Fact);
  if (!OPS[kind]?.includes(when.op) || !typed(value, kind) || fact === undefined)
    throw new TypeError(`${when.op} does not fit the ${kind} ${when.fact}`);
  return fact === null ? null : compare(when.op, fact, value);
}

function compare(op: string, fact: Fact, value: Fact): boolean {
  if (op === "eq") return fact === value;
  if (op === "has_any") return (value as string[]).some((code) => (fact as string[]).includes(code));
  const [left, right] = [fact as number, value as number];
  return op === "lt" ? left < right : op === "lte" ? left <= right : op === "gt" ? left > right : left >= right;
}

/** A threshold by name; its unit is in the file. */
export function limit(rules: Rules, name: string): number {
  const found = rules.thresholds[name];
  if (!found) throw new TypeError(`no threshold ${name}`);
  return found.value;
}

function factNames(when: Condition): string[] {
  return "fact" in when ? [when.fact] : ("any" in when ? when.any : when.all).flatMap(factNames);
}

function typed(value: Fact, kind: string | undefined): boolean {
  if (kind === "set") return value === null || (Array.isArray(value) && value.every((code) => typeof code === "string"));
  if (kind === "number") return value === null || (typeof value === "number" && Number.isFinite(value));
  return (kind === "boolean" || kind === "code") && (value === null || typeof value === (kind === "code" ? "string" : kind));
}
