/** The rules on this phone, applied. Nothing here throws: a failure is "could not check", or asks nothing. */
import { rules as rulesFile } from "../../triage/rules";
import type { Alert, BackgroundItem, Episode, Thresholds, Verdict } from "../../model/types";
import type { Rules } from "../../triage/conditions";
import { diarySubjects, entrySubjects } from "../../triage/facts";
import { type MissingAnswers, missingAnswers } from "../../triage/missing-answers";
import { applyThresholds } from "../../triage/thresholds";
import { entryVerdict, diaryVerdict } from "../../triage/verdict";
import { sortByRuleLevel } from "./finding-text";

const rules = rulesFile as unknown as Rules;

interface DiaryRecords {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  background: readonly BackgroundItem[];
  /** It says which day is today. */
  zone: string;
  /** Its own numbers, where they are not the usual ones. */
  thresholds: Thresholds;
}

/** The whole diary at `now`. */
export function checkDiary({ thresholds, ...diary }: DiaryRecords, now: Date): Verdict {
  return diaryVerdict({ ...diary, now, rules: applyThresholds(rules, thresholds) });
}

/** One record at `now`, by the diary's own thresholds. */
export function checkEntry(record: Episode | Alert, now: Date, thresholds: Thresholds): Verdict {
  return entryVerdict(record, now, applyThresholds(rules, thresholds));
}

/** What would tell the rules that could not be told of the whole diary, the gravest rule first. */
export function missingInDiary(diary: DiaryRecords, undetermined: readonly string[], now: Date): MissingAnswers[] {
  const { episodes, alerts, background, zone } = diary;
  const adjustedRules = applyThresholds(rules, diary.thresholds);
  return orRulesAlone(undetermined, () => {
    const subjects = diarySubjects(episodes, alerts, background, now, zone, adjustedRules);
    return missingAnswers({ subjects, episodes, alerts, now, zone, rules: adjustedRules }, undetermined);
  });
}

/** The same of one episode alone. */
export function missingInEntry(
  episode: Episode,
  undetermined: readonly string[],
  now: Date,
  thresholds: Thresholds,
): MissingAnswers[] {
  const adjustedRules = applyThresholds(rules, thresholds);
  const about = { episodes: [episode], alerts: [], now, zone: episode.zone, rules: adjustedRules };
  return orRulesAlone(undetermined, () =>
    missingAnswers({ subjects: entrySubjects(episode, now, adjustedRules), ...about }, undetermined),
  );
}

/** The server may have told of records that this phone cannot read: then the open rules alone are named. */
function orRulesAlone(undetermined: readonly string[], questions: () => MissingAnswers[]): MissingAnswers[] {
  try {
    return sortByRuleLevel(questions());
  } catch (error) {
    console.error("could not ask", error instanceof Error ? error.name : "unknown");
    return sortByRuleLevel(undetermined.map((rule) => ({ rule, fields: [], background: [] })));
  }
}
