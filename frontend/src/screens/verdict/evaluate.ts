/** The rules on this phone, applied. Nothing here throws: a failure is "could not check", or asks nothing. */
import { rules as rulesFile } from "../../triage/rules";
import type { Alert, BackgroundItem, Episode, Thresholds, Verdict } from "../../model/types";
import type { Rules } from "../../triage/conditions";
import { diarySubjects, entrySubjects } from "../../triage/facts";
import { type Missing, missing } from "../../triage/missing-answers";
import { rulesFor } from "../../triage/thresholds";
import { entryVerdict, verdict } from "../../triage/verdict";
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
  return verdict({ ...diary, now, rules: rulesFor(rules, thresholds) });
}

/** One record at `now`, by the diary's own thresholds. */
export function checkEntry(record: Episode | Alert, now: Date, thresholds: Thresholds): Verdict {
  return entryVerdict(record, now, rulesFor(rules, thresholds));
}

/** What would tell the rules that could not be told of the whole diary, the gravest rule first. */
export function missingInDiary(diary: DiaryRecords, undetermined: readonly string[], now: Date): Missing[] {
  const { episodes, alerts, background, zone } = diary;
  const adjustedRules = rulesFor(rules, diary.thresholds);
  return orRulesAlone(undetermined, () => {
    const subjects = diarySubjects(episodes, alerts, background, now, zone, adjustedRules);
    return missing({ subjects, episodes, alerts, now, zone, rules: adjustedRules }, undetermined);
  });
}

/** The same of one episode alone. */
export function missingInEntry(
  episode: Episode,
  undetermined: readonly string[],
  now: Date,
  thresholds: Thresholds,
): Missing[] {
  const adjustedRules = rulesFor(rules, thresholds);
  const about = { episodes: [episode], alerts: [], now, zone: episode.zone, rules: adjustedRules };
  return orRulesAlone(undetermined, () =>
    missing({ subjects: entrySubjects(episode, now, adjustedRules), ...about }, undetermined),
  );
}

/** The server may have told of records that this phone cannot read: then the open rules alone are named. */
function orRulesAlone(undetermined: readonly string[], questions: () => Missing[]): Missing[] {
  try {
    return sortByRuleLevel(questions());
  } catch (error) {
    console.error("could not ask", error instanceof Error ? error.name : "unknown");
    return sortByRuleLevel(undetermined.map((rule) => ({ rule, fields: [], background: [] })));
  }
}
