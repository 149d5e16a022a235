/** Messages of the rules from triage/rules/messages, shared with the server. */
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
/** By the ids of triage/rules/rules.json; an id unknown to this version has no text. */
export interface RuleCatalog extends RuleTextCatalog {
  levels: Record<Level, LevelText>;
  no_level: LevelText;
  could_not_check: LevelText;
  rules: Partial<Record<string, RuleText>>;
  /** Rationale of each threshold. */
  thresholds: Record<string, string>;
  units: Partial<Record<string, string>>;
  /** Titles of the sources. */
  sources: Record<string, string>;
  changes: Record<string, string>;
}

export const ruleMessages: RuleCatalog = section("rules");
