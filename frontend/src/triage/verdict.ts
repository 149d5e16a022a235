/** What the rules say of one record, or of the whole diary, in the shape the server sends. */

import type { Alert, Episode, Verdict } from "../model/types";
import type { Background } from "./background-facts";
import type { Rules } from "./conditions";
import { type Evaluation, evaluate } from "./engine";
import { EMERGENCY_SIGNS, entrySubjects } from "./facts";
import { evaluateWithHysteresis } from "./hysteresis";

export interface DiaryInput {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  /** Medicines, conditions and the rest; without them, what needs them cannot be told. */
  background?: Background;
  now: Date;
  /** The diary's own zone: it says which day is today. */
  zone: string;
  rules: Rules;
}

/** The whole diary, as an assessment on the server. Deleted records do not count. */
export function diaryVerdict({ episodes, alerts, background = null, now, zone, rules }: DiaryInput): Verdict {
  return verdictOrFailure(rules, now, () =>
    evaluateWithHysteresis(rules, episodes.filter(isLive), alerts.filter(isLive), background, now, zone),
  );
}

/** One episode or alert alone, whatever its age; what a clinician has looked at is as quiet as in the diary. */
export function entryVerdict(record: Episode | Alert, now: Date, rules: Rules): Verdict {
  return verdictOrFailure(rules, now, () => evaluate(rules, entrySubjects(record, now, rules)));
}

const isLive = (record: Episode | Alert): boolean => !record.deleted_at;

/** A failure of the rules must not look like the absence of a warning. */
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
