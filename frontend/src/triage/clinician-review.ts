/** Invalidates "assessed by a clinician" if the entry got worse. Mirrors triage/clinician_review.py. */
import type { Episode } from "../model/types";

// Of these fields, only answers that a rule uses: other descriptions are not a worsening.
const RULE_ANSWERS: ReadonlySet<string> = new Set([
  "onset sudden",
  "trigger none",
  "relief nothing",
  "sensations burning",
  "sensations creeping",
  "sensations itching",
  "sensations touch_sensitive",
]);

/** `after`, without `clinician_assessed_at` if it is worse or has new positive answers. */
export function invalidateStaleReview(before: Episode | undefined, after: Episode): Episode {
  if (before === undefined || after.clinician_assessed_at === null) return after;
  if (after.clinician_assessed_at !== before.clinician_assessed_at) return after; // assessed again
  const isWorseNow = isWorse(before.severity, after.severity) || isWorse(before.interference, after.interference);
  const seen = new Set(positiveAnswers(before));
  return !isWorseNow && positiveAnswers(after).every((answer) => seen.has(answer))
    ? after
    : { ...after, clinician_assessed_at: null };
}

/** False without an earlier value to compare with. */
function isWorse(before: number | null, after: number | null): boolean {
  return before !== null && after !== null && before < after;
}

function positiveAnswers({
  red_flags,
  symptoms,
  leg_changes,
  areas,
  sensations,
  onset,
  trigger,
  relief,
}: Episode): string[] {
  const positiveCodes = (map: object | null): string[] =>
    Object.entries(map ?? {})
      .filter(([, answer]) => answer === true)
      .map(([code]) => code);
  const sensationAnswers = (sensations ?? []).map((code) => `sensations ${code}`);
  return [
    ...positiveCodes(red_flags).map((code) => `red_flags ${code}`),
    ...positiveCodes(symptoms).map((code) => `symptoms ${code}`),
    ...(leg_changes ?? []).map((code) => `leg_changes ${code}`),
    ...(areas ?? []).map((code) => `areas ${code}`),
    ...[...sensationAnswers, `onset ${onset}`, `trigger ${trigger}`, `relief ${relief}`].filter((answer) =>
      RULE_ANSWERS.has(answer),
    ),
  ];
}
