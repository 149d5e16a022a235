/** What the rules say of themselves, from triage/rules/messages: the server says the same. */
import type { Level } from "../model/types";
import type { RuleTextCatalog } from "../triage/rule-text";
import { section } from "./section";

export interface LevelText {
  title: string;
  action: string;
}
export interface RuleText {
  criterion: string;
  reason: string;
  action: string;
  lesser_action?: string;
}
/** By the ids of triage/rules/rules.json; a name that this version does not know has no words. */
export interface RuleCatalog extends RuleTextCatalog {
  levels: Record<Level, LevelText>;
  no_level: LevelText;
  could_not_check: LevelText;
  rules: Partial<Record<string, RuleText>>;
  /** Why each number is what it is. */
  thresholds: Record<string, string>;
  units: Partial<Record<string, string>>;
  /** Their titles. */
  sources: Record<string, string>;
  changes: Record<string, string>;
}

export const ruleMessages: RuleCatalog = section("rules");
