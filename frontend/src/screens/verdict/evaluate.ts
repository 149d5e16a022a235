/** The rules on this phone, applied. Nothing here throws: a failure is "could not check", or asks nothing. */
import { rules as rulesFile } from "../../triage/rules";
import type { Alert, BackgroundItem, Episode, Thresholds, Verdict } from "../../model/types";
import type { Rules } from "../../triage/conditions";
import { diarySubjects, entrySubjects } from "../../triage/facts";
import { type Missing, missing } from "../../triage/missing-answers";
import { rulesFor } from "../../triage/thresholds";
import { entryVerdict, verdict } from "../../triage/verdict";
import { gravestRulesFirst } from "./finding-text";

const rules = rulesFile as unknown as Rules;

interface Diary {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  background: readonly BackgroundItem[];
  /** It says which day is today. */
  zone: string;
  /** Its own numbers, where they are not the usual ones. */
  thresholds: Thresholds;
}

/** The whole diary at `now`. */
export function checkDiary({ thresholds, ...diary }: Diary, now: Date): Verdict {
  return verdict({ ...diary, now, rules: rulesFor(rules, thresholds) });
}

/** One record at `now`, by the diary's own thresholds. */
export function checkEntry(record: Episode | Alert, now: Date, thresholds: Thresholds): Verdict {
  return entryVerdict(record, now, rulesFor(rules, thresholds));
}

/** What would tell the rules that could not be told of the whole diary, the gravest rule first. */
export function missingInDiary(diary: Diary, undetermined: readonly string[], now: Date): Missing[] {
  const { episodes, alerts, background, zone } = diary;
  const own = rulesFor(rules, diary.thresholds);
  return asking(undetermined, () => {
    const subjects = diarySubjects(episodes, alerts, background, now, zone, own);
    return missing({ subjects, episodes, alerts, now, zone, rules: own }, undetermined);
  });
}

/** The same of one episode alone. */
export function missingInEntry(
  episode: Episode,
  undetermined: readonly string[],
  now: Date,
  thresholds: Thresholds,
): Missing[] {
  const own = rulesFor(rules, thresholds);
  const about = { episodes: [episode], alerts: [], now, zone: episode.zone, rules: own };
  return asking(undetermined, () => missing({ subjects: entrySubjects(episode, now, own), ...about }, undetermined));
}

/** The server may have told of records that this phone cannot read: then the open rules alone are named. */
function asking(undetermined: readonly string[], questions: () => Missing[]): Missing[] {
  try {
    return gravestRulesFirst(questions());
  } catch (error) {
    console.error("could not ask", error instanceof Error ? error.name : "unknown");
    return gravestRulesFirst(undetermined.map((rule) => ({ rule, fields: [], background: [] })));
  }
}
