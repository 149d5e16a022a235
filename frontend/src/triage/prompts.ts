/**
 * Prompts without an account: one open prompt at the highest level until it is answered. Mirrors
 * triage/prompts.py, which gives the reasons; prompts of corrected entries are deleted here. Pure.
 */
import type { Finding, Instant, Level, Prompt, Verdict } from "../model/types";
import { replaceItem } from "./prompt-answers";
import { DAY } from "./entries";
import { LEVELS } from "../model/levels";
import { compileRules } from "./compile";
import type { Rules } from "./conditions";
import { historySubjects } from "./facts";

/** A prompt raised by this phone. */
export interface PhonePrompt extends Prompt {
  /** When its level was set. */
  raised_at: Instant;
  /** Reason for declining. */
  reason?: string | null;
  /** The answer was transferred to the matching prompt of the server. */
  transferred?: true;
}
export interface UpdateContext {
  now: Date;
  rules: Rules;
  /** Verdict of the current diary at another moment. */
  verdictAt: (moment: Date) => Verdict;
  newId: () => string;
}

/** Quiet period per rule after an answer; a higher level overrides it. */
const QUIET_PERIOD_MS = 28 * DAY;

/** The prompts after an evaluation; the same array if nothing changed. */
export function updatePrompts(
  prompts: PhonePrompt[],
  current: Verdict,
  { now, rules, verdictAt, newId }: UpdateContext,
): PhonePrompt[] {
  if (current.could_not_check) return prompts;
  const open = prompts.find(({ closed_at }) => !closed_at);
  const answered = prompts.filter(({ closed_at }) => closed_at);
  const quietRanks = quietRanksByRule(answered, now, new Set(open?.findings.map(({ rule }) => rule)));
  const countRuleIds = countRules(rules);
  const findingsAt = ({ findings }: Verdict): Finding[] =>
    findingsToPrompt(findings, answered, quietRanks, countRuleIds);
  let toPrompt = findingsAt(current);
  if (open) {
    let raisedAt = now.toISOString();
    for (const moment of new Set([open.raised_at, open.opened_at])) {
      if (maxRank(toPrompt) >= levelRank(open.level)) break;
      const past = verdictAt(new Date(moment));
      if (past.could_not_check) return prompts;
      const earlier = findingsAt(past);
      if (maxRank(earlier) > maxRank(toPrompt)) raisedAt = moment;
      toPrompt = mergeFindings(earlier, toPrompt);
    }
    if (maxRank(toPrompt) >= levelRank(open.level))
      return replaceItem(prompts, open, raiseOrUpdate(open, toPrompt, raisedAt, countRuleIds));
  }
  if (toPrompt.length === 0) return open ? answered : prompts;
  const at = now.toISOString();
  return [
    ...answered,
    { id: newId(), level: LEVELS[maxRank(toPrompt)]!, findings: toPrompt, opened_at: at, raised_at: at },
  ];
}

/** True if the server's prompt was answered on this phone within the quiet period. */
export function isAnsweredHere(prompt: Prompt, answered: readonly PhonePrompt[], now: Date, rules: Rules): boolean {
  const quietRanks = quietRanksByRule(answered, now, new Set());
  return findingsToPrompt(prompt.findings, answered, quietRanks, countRules(rules)).length === 0;
}

export const levelRank = (level: Level): number => LEVELS.indexOf(level);

/** Rules over counts of the diary; all others are over single entries. */
export function countRules(rules: Rules): ReadonlySet<string> {
  const counts = historySubjects([], new Date(0), "2000-01-01", rules);
  return new Set(counts.flatMap(({ facts }) => compileRules(rules)(Object.keys(facts)).rules.map(({ id }) => id)));
}

/** Findings to prompt: an entry rule prompts once per entry and level, a count rule while it matches. */
function findingsToPrompt(
  findings: readonly Finding[],
  answered: readonly Prompt[],
  quietRanks: ReadonlyMap<string, number>,
  countRuleIds: ReadonlySet<string>,
): Finding[] {
  const promptedRanks = maxRanks(
    answered.flatMap((prompt) => prompt.findings),
    findingKeys,
  );
  return findings.filter((finding) => {
    const emergency = finding.level === "emergency";
    if (!emergency && !(finding.reminds && levelRank(finding.level) > (quietRanks.get(finding.rule) ?? -1)))
      return false;
    const promptsOnce = emergency || !countRuleIds.has(finding.rule);
    return (
      !promptsOnce || findingKeys(finding).some((key) => (promptedRanks.get(key) ?? -1) < levelRank(finding.level))
    );
  });
}

function quietRanksByRule(
  answered: readonly PhonePrompt[],
  now: Date,
  exceptRules: ReadonlySet<string>,
): Map<string, number> {
  const recent = answered.filter(({ closed_at }) => Date.parse(closed_at!) + QUIET_PERIOD_MS > now.getTime());
  const findings = recent.flatMap(({ findings }) => findings).filter(({ rule }) => !exceptRules.has(rule));
  return maxRanks(findings, ({ rule }) => [rule]);
}

/** By key: the highest level rank of the findings. */
function maxRanks(findings: readonly Finding[], keysOf: (finding: Finding) => string[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const finding of findings)
    for (const key of keysOf(finding)) ranks.set(key, Math.max(levelRank(finding.level), ranks.get(key) ?? -1));
  return ranks;
}

/** Merge earlier and current findings by rule: the higher level wins, else the current one. */
function mergeFindings(earlier: readonly Finding[], toPrompt: readonly Finding[]): Finding[] {
  const byRule = new Map(earlier.map((finding) => [finding.rule, finding]));
  for (const finding of toPrompt) {
    const before = byRule.get(finding.rule);
    if (!before || levelRank(before.level) <= levelRank(finding.level)) byRule.set(finding.rule, finding);
  }
  return [...byRule.values()];
}

function raiseOrUpdate(
  prompt: PhonePrompt,
  toPrompt: Finding[],
  raisedAt: Instant,
  countRuleIds: ReadonlySet<string>,
): PhonePrompt {
  const topRank = maxRank(toPrompt);
  const raised = topRank > levelRank(prompt.level);
  if (!raised && JSON.stringify(toPrompt) === JSON.stringify(prompt.findings)) return prompt;
  const before = keysAtRank(prompt.findings, topRank, countRuleIds);
  const hasNewKeys = [...keysAtRank(toPrompt, topRank, countRuleIds)].some((key) => !before.has(key));
  const next = {
    ...prompt,
    level: LEVELS[topRank]!,
    findings: toPrompt,
    raised_at: raised || hasNewKeys ? raisedAt : prompt.raised_at,
  };
  const needsReading = raised || (hasNewKeys && prompt.level === "emergency");
  return needsReading ? { ...next, answer: null, snoozed_until: null, acknowledged_at: null } : next;
}

/** Keys of the findings at the rank; a count rule is one key, since its entries change daily. */
function keysAtRank(findings: readonly Finding[], topRank: number, countRuleIds: ReadonlySet<string>): Set<string> {
  const atRank = findings.filter(({ level }) => levelRank(level) === topRank);
  return new Set(atRank.flatMap((finding) => (countRuleIds.has(finding.rule) ? [finding.rule] : findingKeys(finding))));
}

const maxRank = (findings: readonly Finding[]): number =>
  Math.max(-1, ...findings.map(({ level }) => levelRank(level)));

const findingKeys = ({ rule, evidence }: Finding): string[] =>
  [...evidence.episodes, ...evidence.alerts].map((id) => `${rule} ${id}`);
