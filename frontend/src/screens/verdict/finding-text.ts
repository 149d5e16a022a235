/** What the rules say to a person: levels, criteria, reasons, actions, thresholds. */
import { rules } from "../../triage/rules";
import type { Finding, Level } from "../../model/types";
import { LEVELS } from "../../model/levels";
import { duration } from "../../i18n/dates";
import { fill, words } from "../../i18n";
import { type LevelWords, said } from "../../i18n/rule-messages";

type Rule = {
  id: string;
  level: Level;
  lesser?: { level: Level } | null;
  threshold: string | null;
};

const RULES = new Map((rules.rules as unknown as Rule[]).map((rule) => [rule.id, rule]));

/** The words of a level; `null`: nothing matched; "unknown": it could not be checked. */
export function levelWords(level: Level | null | "unknown"): LevelWords {
  if (level === "unknown") return said.could_not_check;
  return level === null ? said.no_level : said.levels[level];
}

/** The criterion in a few words, why it counts, what to do. A rule we do not know keeps its id. */
export function findingWords(finding: Finding): { criterion: string; reason: string; action: string } {
  const text = said.rules[finding.rule];
  if (text === undefined) {
    return { criterion: finding.rule, reason: "", action: levelWords(finding.level).action };
  }
  const { criterion, reason, action, lesser_action } = text;
  const lesser = RULES.get(finding.rule)?.lesser?.level === finding.level && lesser_action !== undefined;
  return { criterion, reason: filled(reason, finding), action: lesser ? lesser_action : action };
}

/** Reasons name the measured value and the threshold. */
function filled(reason: string, { threshold, evidence }: Finding): string {
  return reason
    .replace("{threshold}", threshold === null ? "" : String(threshold))
    .replace("{value}", evidence.value === null ? "" : String(evidence.value));
}

/** The criterion of a rule alone, for those that could not be told. */
export function criterion(ruleId: string): string {
  return said.rules[ruleId]?.criterion ?? ruleId;
}

/** The criterion of the rule that shows this threshold; its name when none does. */
export function criterionOf(threshold: string): string {
  const rule = [...RULES.values()].find((one) => one.threshold === threshold);
  return rule ? criterion(rule.id) : threshold;
}

/** The unit of a rule's threshold in the file, such as "minutes" or "days in 28"; empty when it has none. */
export function thresholdUnit(ruleId: string): string {
  const name = RULES.get(ruleId)?.threshold;
  const thresholds: Record<string, { unit: string } | undefined> = rules.thresholds;
  return (name ? thresholds[name]?.unit : undefined) ?? "";
}

/** "8 days in 28", "1 h 30 min". */
export function amount(value: number, unit: string): string {
  return unit === "minutes" ? bare(value, unit) : `${value} ${said.units[unit] ?? ""}`.trim();
}

/** The same where the unit was said before: "8", but "1 h 30 min". */
export function bare(value: number, unit: string): string {
  return unit === "minutes" ? duration(value * 60_000) : String(value);
}

/** The limit a finding reached, and that it was changed where it was; empty when it has none. */
export function limitWords({ rule, threshold, usual }: Finding): string {
  if (threshold === null) return "";
  const unit = thresholdUnit(rule);
  const limit = amount(threshold, unit);
  // One that was kept by an older version says nothing of the usual number.
  if (usual == null) return fill(words.verdict.threshold, { limit });
  return fill(words.verdict.limit_changed, { limit, usual: bare(usual, unit) });
}

/** What was counted or measured against the limit; empty when nothing was. */
export function valueWords({ rule, threshold, evidence: { value } }: Finding): string {
  if (threshold === null || value === null) return "";
  return fill(words.verdict.value, { value: bare(value, thresholdUnit(rule)) });
}

/** Until when a count that reached its limit before still counts; empty for any other. */
export function heldWords({ threshold, held }: Finding): string {
  if (!held || threshold === null) return "";
  return fill(words.verdict.held, {
    limit: threshold,
    least: Math.ceil(threshold * rules.thresholds.hysteresis.value),
  });
}

/** Said with a finding wherever it is shown: that its limit was changed. Else empty. */
export function changedWords(finding: Finding): string {
  return finding.usual == null ? "" : limitWords(finding);
}

/** The findings with the highest level first, otherwise in the file's order. */
export function gravestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

/** What is said of rules, those of the highest level first, otherwise in the file's order. */
export function gravestRulesFirst<T extends { rule: string }>(said: readonly T[]): T[] {
  const rank = ({ rule }: T): number => LEVELS.indexOf(RULES.get(rule)?.level ?? "watch");
  return [...said].sort((a, b) => rank(b) - rank(a));
}
