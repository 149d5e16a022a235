/** The verdict of one entry laid beside that of the whole diary. */
import type { Finding, Level, Verdict } from "../../model/types";
import { verdictRank } from "./current-verdict";

export type CombinedVerdict = {
  /** The higher of the two; "unknown" when either could not be checked and the other is no emergency. */
  level: Level | null | "unknown";
  /** The findings of this entry, and those that only the diary as a whole gives. */
  entry: Finding[];
  diary: Finding[];
  undetermined: string[];
  rulesVersion: string;
};

export function combineVerdicts(entry: Verdict, diary: Verdict): CombinedVerdict {
  const own = new Set(entry.findings.map((finding) => finding.rule));
  const higher = verdictRank(entry) >= verdictRank(diary) ? entry : diary;
  const failed = entry.could_not_check || diary.could_not_check;
  return {
    level: failed && higher.level !== "emergency" ? "unknown" : higher.level,
    entry: entry.findings,
    diary: diary.findings.filter((finding) => !own.has(finding.rule)),
    undetermined: entry.undetermined,
    rulesVersion: entry.rules_version,
  };
}
