/** What the rules say of one record, or of the whole diary, in the shape the server sends. */

import type { Alert, Episode, Verdict } from "../model/types";
import type { Background } from "./background-facts";
import type { Rules } from "./conditions";
import { type Outcome, evaluate } from "./engine";
import { EMERGENCY_SIGNS, entrySubjects } from "./facts";
import { outcome } from "./hysteresis";

export interface WholeDiary {
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
export function verdict({ episodes, alerts, background = null, now, zone, rules }: WholeDiary): Verdict {
  return check(rules, now, () => outcome(rules, episodes.filter(kept), alerts.filter(kept), background, now, zone));
}

/** One episode or alert alone, whatever its age; what a clinician has looked at is as quiet as in the diary. */
export function entryVerdict(record: Episode | Alert, now: Date, rules: Rules): Verdict {
  return check(rules, now, () => evaluate(rules, entrySubjects(record, now, rules)));
}

const kept = (record: Episode | Alert): boolean => !record.deleted_at;

/** A failure of the rules must not look like the absence of a warning. */
function check(rules: Rules, now: Date, said: () => Outcome): Verdict {
  const about = { rules_version: rules.version, assessed_at: now.toISOString() };
  try {
    return { could_not_check: false, emergency_signs: [], ...said(), ...about };
  } catch (error) {
    console.error("could not check", error instanceof Error ? error.name : "unknown");
    return {
      could_not_check: true,
      emergency_signs: [...EMERGENCY_SIGNS],
      level: null,
      findings: [],
      undetermined: [],
      ...about,
    };
  }
}
