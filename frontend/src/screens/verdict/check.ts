/** The rules on this phone, applied. Neither function throws: a failure is "could not check". */
import rulesFile from "../../../../triage/rules.json";
import type { Alert, BackgroundItem, Episode, Verdict } from "../../store/types";
import type { Rules } from "../../triage/engine";
import { diarySubjects, entrySubject } from "../../triage/facts";
import { type Missing, missing } from "../../triage/missing";
import { entryVerdict, verdict } from "../../triage/verdict";
import { gravestRulesFirst } from "./rule-words";

const rules = rulesFile as unknown as Rules;

interface Diary {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  background: readonly BackgroundItem[];
  /** It says which day is today. */
  zone: string;
}

/** The whole diary at `now`. */
export function checkDiary(diary: Diary, now: Date): Verdict {
  return verdict({ ...diary, now, rules });
}

/** One record at `now`. */
export function checkEntry(record: Episode | Alert, now: Date): Verdict {
  return entryVerdict(record, now, rules);
}

/** What would tell the rules that could not be told of the whole diary, the gravest rule first. */
export function missingInDiary(diary: Diary, undetermined: readonly string[], now: Date): Missing[] {
  const { episodes, alerts, background, zone } = diary;
  const subjects = diarySubjects(episodes, alerts, background, now, zone, rules);
  return gravestRulesFirst(missing({ subjects, episodes, alerts, now, zone, rules }, undetermined));
}

/** The same of one episode alone. */
export function missingInEntry(episode: Episode, undetermined: readonly string[], now: Date): Missing[] {
  const about = { episodes: [episode], alerts: [], now, zone: episode.zone, rules };
  return gravestRulesFirst(missing({ subjects: [entrySubject(episode, now, rules)], ...about }, undetermined));
}
