/** The rules on this phone, applied. Neither function throws: a failure is "could not check". */
import rulesFile from "../../../../triage/rules.json";
import type { Alert, BackgroundItem, Episode, Verdict } from "../../store/types";
import type { Rules } from "../../triage/engine";
import { entryVerdict, verdict } from "../../triage/verdict";

const rules = rulesFile as unknown as Rules;

/** The whole diary at `now`; `zone` says which day is today. */
export function checkDiary(
  diary: {
    episodes: readonly Episode[];
    alerts: readonly Alert[];
    background: readonly BackgroundItem[];
    zone: string;
  },
  now: Date,
): Verdict {
  return verdict({ ...diary, now, rules });
}

/** One record at `now`. */
export function checkEntry(record: Episode | Alert, now: Date): Verdict {
  return entryVerdict(record, now, rules);
}
