/**
 * The closed loop without an account: one open prompt, at the highest level, until it is
 * answered. The mirror of triage/prompts.py, which says why; what is corrected away is forgotten
 * here. Pure.
 */
import type { Finding, Instant, Level, Prompt, Verdict } from "../model/types";
import { replaced } from "./prompt-answers";
import { DAY } from "./entries";
import { LEVELS } from "../model/levels";
import { compiled } from "./compile";
import type { Rules } from "./conditions";
import { historySubjects } from "./facts";

/** One that this phone opened. */
export interface PhonePrompt extends Prompt {
  /** When its level was set. */
  raised_at: Instant;
  /** Why not. */
  reason?: string | null;
  /** The server's prompt of the same has had this answer. */
  transferred?: true;
}
export interface Following {
  now: Date;
  rules: Rules;
  /** The diary as it stands, read at another moment. */
  verdictAt: (moment: Date) => Verdict;
  newId: () => string;
}

/** For a rule after an answer, unless at a higher level. */
const QUIET = 28 * DAY;

/** The prompts after the rules were applied; the same array when nothing differs. */
export function follow(
  known: PhonePrompt[],
  current: Verdict,
  { now, rules, verdictAt, newId }: Following,
): PhonePrompt[] {
  if (current.could_not_check) return known;
  const open = known.find(({ closed_at }) => !closed_at);
  const answered = known.filter(({ closed_at }) => closed_at);
  const quiet = quietLevels(answered, now, new Set(open?.findings.map(({ rule }) => rule)));
  const counted = countedRules(rules);
  const asksIn = ({ findings }: Verdict): Finding[] => asking(findings, answered, quiet, counted);
  let asks = asksIn(current);
  if (open) {
    let raisedAt = now.toISOString();
    for (const moment of new Set([open.raised_at, open.opened_at])) {
      if (highest(asks) >= rank(open.level)) break;
      const past = verdictAt(new Date(moment));
      if (past.could_not_check) return known;
      const stood = asksIn(past);
      if (highest(stood) > highest(asks)) raisedAt = moment;
      asks = joined(stood, asks);
    }
    if (highest(asks) >= rank(open.level)) return replaced(known, open, kept(open, asks, raisedAt, counted));
  }
  if (asks.length === 0) return open ? answered : known;
  const at = now.toISOString();
  return [...answered, { id: newId(), level: LEVELS[highest(asks)]!, findings: asks, opened_at: at, raised_at: at }];
}

/** Whether what a prompt of the server asks was answered on this phone, and is still quiet. */
export function isAnswered(prompt: Prompt, answered: readonly PhonePrompt[], now: Date, rules: Rules): boolean {
  const quiet = quietLevels(answered, now, new Set());
  return asking(prompt.findings, answered, quiet, countedRules(rules)).length === 0;
}

export const rank = (level: Level): number => LEVELS.indexOf(level);

/** The rules asked of a count of the diary; every other one is asked of one entry. */
export function countedRules(rules: Rules): ReadonlySet<string> {
  const counts = historySubjects([], new Date(0), "2000-01-01", rules);
  return new Set(counts.flatMap(({ facts }) => compiled(rules)(Object.keys(facts)).rules.map(({ id }) => id)));
}

/** Of an entry a rule asks once, and again only at a higher level; a count while it holds. */
function asking(
  findings: readonly Finding[],
  answered: readonly Prompt[],
  quiet: ReadonlyMap<string, number>,
  counted: ReadonlySet<string>,
): Finding[] {
  const told = levels(
    answered.flatMap((prompt) => prompt.findings),
    keys,
  );
  return findings.filter((finding) => {
    const emergency = finding.level === "emergency";
    if (!emergency && !(finding.reminds && rank(finding.level) > (quiet.get(finding.rule) ?? -1))) return false;
    const once = emergency || !counted.has(finding.rule);
    return !once || keys(finding).some((key) => (told.get(key) ?? -1) < rank(finding.level));
  });
}

function quietLevels(answered: readonly PhonePrompt[], now: Date, but: ReadonlySet<string>): Map<string, number> {
  const recent = answered.filter(({ closed_at }) => Date.parse(closed_at!) + QUIET > now.getTime());
  const found = recent.flatMap(({ findings }) => findings).filter(({ rule }) => !but.has(rule));
  return levels(found, ({ rule }) => [rule]);
}

/** By key, the highest level at which it was found. */
function levels(findings: readonly Finding[], keysOf: (finding: Finding) => string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const finding of findings)
    for (const key of keysOf(finding)) found.set(key, Math.max(rank(finding.level), found.get(key) ?? -1));
  return found;
}

/** By rule: what stood, and what asks now; of both the higher, or else the later. */
function joined(stood: readonly Finding[], asks: readonly Finding[]): Finding[] {
  const found = new Map(stood.map((finding) => [finding.rule, finding]));
  for (const finding of asks) {
    const before = found.get(finding.rule);
    if (!before || rank(before.level) <= rank(finding.level)) found.set(finding.rule, finding);
  }
  return [...found.values()];
}

function kept(prompt: PhonePrompt, asks: Finding[], raisedAt: Instant, counted: ReadonlySet<string>): PhonePrompt {
  const top = highest(asks);
  const raised = top > rank(prompt.level);
  if (!raised && JSON.stringify(asks) === JSON.stringify(prompt.findings)) return prompt;
  const before = gravest(prompt.findings, top, counted);
  const fresh = [...gravest(asks, top, counted)].some((key) => !before.has(key));
  const next = {
    ...prompt,
    level: LEVELS[top]!,
    findings: asks,
    raised_at: raised || fresh ? raisedAt : prompt.raised_at,
  };
  const unread = raised || (fresh && prompt.level === "emergency");
  return unread ? { ...next, answer: null, snoozed_until: null, acknowledged_at: null } : next;
}

/** What the level rests on. A count rests on other entries each day, and is the same. */
function gravest(findings: readonly Finding[], top: number, counted: ReadonlySet<string>): Set<string> {
  const own = findings.filter(({ level }) => rank(level) === top);
  return new Set(own.flatMap((finding) => (counted.has(finding.rule) ? [finding.rule] : keys(finding))));
}

const highest = (findings: readonly Finding[]): number => Math.max(-1, ...findings.map(({ level }) => rank(level)));

const keys = ({ rule, evidence }: Finding): string[] =>
  [...evidence.episodes, ...evidence.alerts].map((id) => `${rule} ${id}`);
