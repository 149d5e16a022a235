/** The rules file as Learn reads it: what belongs to a rule, and what a search finds. */
import type { Level } from "../../model/types";
import type { Rule, When } from "../../triage/conditions";
import { type DescribedRules, type ConditionText, renderSentence, renderCondition } from "../../triage/rule-text";
import { LEVELS } from "../../model/levels";
import { ruleMessages } from "../../i18n/rule-messages";
import { ruleCriterion } from "../verdict/finding-text";
import { matchesSearch } from "./search";

/** Where something is from: the title in the words of the language, and the address. */
export interface Source {
  title: string;
  url: string;
}
export interface Threshold {
  value: number;
  /** The file's own, where this diary has another. */
  default_value?: number;
  unit: string;
  judgement: boolean;
}
export type BookRule = Rule & { level: Level; origin: "source" | "addition"; source: string };
export interface Book extends DescribedRules {
  /** The versions, newest first. */
  changes: string[];
  /** Addresses by name. */
  sources: Record<string, string>;
  facts: Record<string, { type: string; of?: string; thresholds?: string[] }>;
  thresholds: Record<string, Threshold>;
  names: Record<string, { kind: string; names: string[]; except: string[]; source: string }>;
  rules: BookRule[];
}

export function findSource(book: Book, name: string): Source {
  return { title: ruleMessages.sources[name] ?? name, url: book.sources[name]! };
}

/** A condition with the numbers of the book. */
export const describeCondition = (book: Book, when: When): ConditionText => renderCondition(book, ruleMessages, when);

/** The article that the guide tells in our own words: the source of the emergency signs. */
export function guideSource(book: Book): Source {
  return findSource(book, book.rules.find(({ id }) => id === "emergency_injury")!.source);
}

/** The rules by level, the gravest first, each in the file's order; only those with all the words. */
export function rulesByLevel(book: Book, search: string): { level: Level; rules: BookRule[] }[] {
  const matching = book.rules.filter((rule) =>
    matchesSearch(`${ruleCriterion(rule.id)} ${ruleText(book, rule)}`, search),
  );
  return [...LEVELS]
    .reverse()
    .map((level) => ({ level, rules: matching.filter((rule) => rule.level === level) }))
    .filter(({ rules }) => rules.length > 0);
}

/** The names of the numbers that a rule hangs on, and of those its facts are made with. */
export function ruleThresholds(book: Book, rule: Rule): string[] {
  const parts = [rule, ...(rule.lesser ? [rule.lesser] : [])];
  const all = parts.flatMap(({ when, remind }) => [when, ...(remind?.or ? [remind.or] : [])]);
  return [...new Set(all.flatMap((when) => conditionThresholds(book, when)))];
}

function conditionThresholds(book: Book, when: When): string[] {
  if (!("fact" in when))
    return ("all" in when ? when.all : when.any).flatMap((part) => conditionThresholds(book, part));
  const { value } = when;
  const direct = typeof value === "object" && "threshold" in value ? [value.threshold] : [];
  return [...direct, ...(book.facts[when.fact]?.thresholds ?? [])];
}

/** What a rule says beside its criterion: what to do, when it matches, where it is from. */
export function ruleText(book: Book, rule: BookRule): string {
  const parts = [rule, ...(rule.lesser ? [rule.lesser] : [])];
  const conditions = parts.map(({ when }) => renderSentence(ruleMessages, describeCondition(book, when)));
  return [ruleMessages.rules[rule.id]?.action, ...conditions, ruleMessages.sources[rule.source]].join(" · ");
}
