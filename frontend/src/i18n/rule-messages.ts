/** What the rules say of themselves, from triage/rules/messages: the server says the same. */
import type { Level } from "../model/types";
import type { Said } from "../triage/rule-text";
import { part } from "./section";

export interface LevelWords {
  title: string;
  action: string;
}
export interface RuleWords {
  criterion: string;
  reason: string;
  action: string;
  lesser_action?: string;
}
/** By the ids of triage/rules/rules.json; a name that this version does not know has no words. */
export interface RulesSaid extends Said {
  levels: Record<Level, LevelWords>;
  no_level: LevelWords;
  could_not_check: LevelWords;
  rules: Partial<Record<string, RuleWords>>;
  /** Why each number is what it is. */
  thresholds: Record<string, string>;
  units: Partial<Record<string, string>>;
  /** Their titles. */
  sources: Record<string, string>;
  changes: Record<string, string>;
}

export const said: RulesSaid = part("rules");
