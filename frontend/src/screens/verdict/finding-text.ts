/** What the rules say to a person: levels, criteria, reasons, actions, thresholds. */
import { rules } from "../../triage/rules";
import type { Finding, Level } from "../../model/types";
import { LEVELS } from "../../model/levels";
import { duration } from "../../i18n/dates";
import { format, words } from "../../i18n";
import { type LevelText, ruleMessages } from "../../i18n/rule-messages";

type Rule = {
  id: string;
  level: Level;
  lesser?: { level: Level } | null;
  threshold: string | null;
};

const RULES = new Map((rules.rules as unknown as Rule[]).map((rule) => [rule.id, rule]));

/** The words of a level; `null`: nothing matched; "unknown": it could not be checked. */
export function levelText(level: Level | null | "unknown"): LevelText {
  if (level === "unknown") return ruleMessages.could_not_check;
  return level === null ? ruleMessages.no_level : ruleMessages.levels[level];
}

/** The criterion in a few words, why it counts, what to do. A rule we do not know keeps its id. */
export function findingText(finding: Finding): { criterion: string; reason: string; action: string } {
  const text = ruleMessages.rules[finding.rule];
  if (text === undefined) {
    return { criterion: finding.rule, reason: "", action: levelText(finding.level).action };
  }
  const { criterion: ruleCriterion, reason, action, lesser_action } = text;
  const lesser = RULES.get(finding.rule)?.lesser?.level === finding.level && lesser_action !== undefined;
  return { criterion: ruleCriterion, reason: fillReason(reason, finding), action: lesser ? lesser_action : action };
}

/** Reasons name the measured value and the threshold. */
function fillReason(reason: string, { threshold, evidence }: Finding): string {
  return reason
    .replace("{threshold}", threshold === null ? "" : String(threshold))
    .replace("{value}", evidence.value === null ? "" : String(evidence.value));
}

/** The criterion of a rule alone, for those that could not be told. */
export function ruleCriterion(ruleId: string): string {
  return ruleMessages.rules[ruleId]?.criterion ?? ruleId;
}

/** The criterion of the rule that shows this threshold; its name when none does. */
export function thresholdCriterion(threshold: string): string {
  const rule = [...RULES.values()].find((candidate) => candidate.threshold === threshold);
  return rule ? ruleCriterion(rule.id) : threshold;
}

/** The unit of a rule's threshold in the file, such as "minutes" or "days in 28"; empty when it has none. */
export function thresholdUnit(ruleId: string): string {
  const name = RULES.get(ruleId)?.threshold;
  const thresholds: Record<string, { unit: string } | undefined> = rules.thresholds;
  return (name ? thresholds[name]?.unit : undefined) ?? "";
}

/** "8 days in 28", "1 h 30 min". */
export function amountWithUnit(value: number, unit: string): string {
  return unit === "minutes" ? amountWithoutUnit(value, unit) : `${value} ${ruleMessages.units[unit] ?? ""}`.trim();
}

/** The same where the unit was said before: "8", but "1 h 30 min". */
export function amountWithoutUnit(value: number, unit: string): string {
  return unit === "minutes" ? duration(value * 60_000) : String(value);
}

/** The limit a finding reached, and that it was changed where it was; empty when it has none. */
export function limitText({ rule, threshold, default_threshold }: Finding): string {
  if (threshold === null) return "";
  const unit = thresholdUnit(rule);
  const limit = amountWithUnit(threshold, unit);
  // One that was kept by an older version says nothing of the usual number.
  if (default_threshold == null) return format(words.verdict.threshold, { limit });
  return format(words.verdict.limit_changed, { limit, usual: amountWithoutUnit(default_threshold, unit) });
}

/** What was counted or measured against the limit; empty when nothing was. */
export function valueText({ rule, threshold, evidence: { value } }: Finding): string {
  if (threshold === null || value === null) return "";
  return format(words.verdict.value, { value: amountWithoutUnit(value, thresholdUnit(rule)) });
}

/** Until when a count that reached its limit before still counts; empty for any other. */
export function hysteresisText({ threshold, hysteresis }: Finding): string {
  if (!hysteresis || threshold === null) return "";
  return format(words.verdict.held, {
    limit: threshold,
    least: Math.ceil(threshold * rules.thresholds.hysteresis.value),
  });
}

/** Said with a finding wherever it is shown: that its limit was changed. Else empty. */
export function changedLimitText(finding: Finding): string {
  return finding.default_threshold == null ? "" : limitText(finding);
}

/** The findings with the highest level first, otherwise in the file's order. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** What is said of rules, those of the highest level first, otherwise in the file's order. */
export function sortByRuleLevel<T extends { rule: string }>(ruleMessages: readonly T[]): T[] {
  const rank = ({ rule }: T): number => LEVELS.indexOf(RULES.get(rule)?.level ?? "watch");
  return [...ruleMessages].sort((a, b) => rank(b) - rank(a));
}
