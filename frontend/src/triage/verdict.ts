/** Verdict of one record or the whole diary, in the format of the API. */

import type { Alert, Episode, Verdict } from "../model/types";
import type { Background } from "./background-facts";
import type { Rules } from "./conditions";
import { type Evaluation, evaluate } from "./engine";
import { EMERGENCY_SIGNS, entrySubjects } from "./facts";
import { evaluateWithHysteresis } from "./hysteresis";

export interface DiaryInput {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  /** Medicines, conditions and the rest; without them, rules that need them are undetermined. */
  background?: Background;
  now: Date;
  /** The diary's zone, which defines today. */
  zone: string;
  rules: Rules;
}

/** Verdict of the whole diary, like an assessment of the server. Deleted records are ignored. */
export function diaryVerdict({ episodes, alerts, background = null, now, zone, rules }: DiaryInput): Verdict {
  return verdictOrFailure(rules, now, () =>
    evaluateWithHysteresis(rules, episodes.filter(isLive), alerts.filter(isLive), background, now, zone),
  );
}

/** Verdict of one episode or alert, whatever its age; a clinician's assessment counts as in the diary. */
export function entryVerdict(record: Episode | Alert, now: Date, rules: Rules): Verdict {
  return verdictOrFailure(rules, now, () => evaluate(rules, entrySubjects(record, now, rules)));
}

const isLive = (record: Episode | Alert): boolean => !record.deleted_at;

/** Turn an exception into `could_not_check`: a failure must not look like "no warning". */
function verdictOrFailure(rules: Rules, now: Date, evaluation: () => Evaluation): Verdict {
  const meta = { rules_version: rules.version, assessed_at: now.toISOString() };
  try {
    return { could_not_check: false, emergency_signs: [], ...evaluation(), ...meta };
  } catch (error) {
    console.error("could not check", error instanceof Error ? error.name : "unknown");
    return {
      could_not_check: true,
      emergency_signs: [...EMERGENCY_SIGNS],
      level: null,
      findings: [],
      undetermined: [],
      ...meta,
    };
  }
}
