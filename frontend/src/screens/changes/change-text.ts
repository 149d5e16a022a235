/** What changed between two assessments, in sentences. */
import type { Changes, Level } from "../../model/types";
import { LEVELS } from "../../model/levels";
import { formatPlural, format, formatList } from "../../i18n";
import { changed as words } from "../../i18n/assessment-changes";
import { amountWithUnit, amountWithoutUnit, ruleCriterion, levelText, thresholdUnit } from "../verdict/finding-text";

/** Rules named in one sentence; the others are counted. */
const MAX_NAMED = 3;
const DAY_MS = 86_400_000;

/** Every sentence there is to say, what weighs most first; never none. */
export function changeSentences(changes: Changes): string[] {
  const { level, risen, fallen, values, undetermined, determined, rules_version } = changes;
  const sentences = [
    ...(level.now === level.before ? [] : [levelSentence(level)]),
    ...changes.new.map((rule) => format(words.new, { rule: ruleCriterion(rule) })),
    ...risen.map(({ rule, before, now }) =>
      format(words.rule_rose, { rule: ruleCriterion(rule), ...titles(before, now) }),
    ),
    ...fallen.map(({ rule, before, now }) =>
      format(words.rule_fell, { rule: ruleCriterion(rule), ...titles(before, now) }),
    ),
    ...changes.gone.map((rule) => format(words.gone, { rule: ruleCriterion(rule) })),
    ...values.flatMap(({ rule, before, now }) =>
      before === null || now === null
        ? []
        : [format(words.value, { rule: ruleCriterion(rule), ...measuredValues(before, now, thresholdUnit(rule)) })],
    ),
    ...openRulesSentence(words.undetermined, undetermined),
    // What matches now is told above.
    ...openRulesSentence(
      words.determined,
      determined.filter((rule) => !changes.new.includes(rule)),
    ),
    ...(rules_version.now === rules_version.before ? [] : [format(words.rules, { ...rules_version })]),
  ];
  return sentences.length > 0 ? sentences : [words.evidence];
}

/** The one sentence for Today. */
export function headline(changes: Changes): string {
  return changeSentences(changes)[0]!;
}

/** Whether it differed in the last 7 days. */
export function isRecent(changes: Changes, now: Date): boolean {
  return now.getTime() - Date.parse(changes.at) < 7 * DAY_MS;
}

function levelSentence({ before, now }: Changes["level"]): string {
  return format(levelRank(now) > levelRank(before) ? words.rose : words.fell, titles(before, now));
}

const levelRank = (level: Level | null): number => (level === null ? -1 : LEVELS.indexOf(level));

function titles(before: Level | null, now: Level | null): { before: string; now: string } {
  const title = (level: Level | null): string => (level === null ? words.nothing : levelText(level).title);
  return { before: title(before), now: title(now) };
}

function measuredValues(before: number, now: number, unit: string): { before: string; now: string } {
  return { before: amountWithoutUnit(before, unit), now: amountWithUnit(now, unit) };
}

function openRulesSentence(sentence: string, rules: readonly string[]): string[] {
  if (rules.length === 0) return [];
  const names = rules.slice(0, MAX_NAMED).map((rule) => format(words.quoted, { rule: ruleCriterion(rule) }));
  const more = rules.length - names.length;
  return [format(sentence, { rules: formatList(more > 0 ? [...names, formatPlural(words.more_rules, more)] : names) })];
}
