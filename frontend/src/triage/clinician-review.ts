/** Mirror of looked_at.py: on the phone the mark is taken off as soon as something is new or worse. */
import type { Episode } from "../model/types";

// Of these answers, only what a rule asks for: to add what it feels like is nothing new.
const TELLING: ReadonlySet<string> = new Set([
  "onset sudden",
  "trigger none",
  "relief nothing",
  "sensations burning",
  "sensations creeping",
  "sensations itching",
  "sensations touch_sensitive",
]);

/** `after`, less the mark "a clinician has looked at this" where it is worse, or answers what they have not seen. */
export function reopened(before: Episode | undefined, after: Episode): Episode {
  if (before === undefined || after.clinician_assessed_at === null) return after;
  if (after.clinician_assessed_at !== before.clinician_assessed_at) return after; // they looked again
  const worse = isWorse(before.severity, after.severity) || isWorse(before.interference, after.interference);
  const seen = new Set(answers(before));
  return !worse && answers(after).every((answer) => seen.has(answer))
    ? after
    : { ...after, clinician_assessed_at: null };
}

/** A first answer is not: nobody knows what it was before. */
function isWorse(before: number | null, after: number | null): boolean {
  return before !== null && after !== null && before < after;
}

function answers({ red_flags, symptoms, leg_changes, areas, sensations, onset, trigger, relief }: Episode): string[] {
  const yes = (map: object | null): string[] =>
    Object.entries(map ?? {})
      .filter(([, answer]) => answer === true)
      .map(([code]) => code);
  const felt = (sensations ?? []).map((code) => `sensations ${code}`);
  return [
    ...yes(red_flags).map((code) => `red_flags ${code}`),
    ...yes(symptoms).map((code) => `symptoms ${code}`),
    ...(leg_changes ?? []).map((code) => `leg_changes ${code}`),
    ...(areas ?? []).map((code) => `areas ${code}`),
    ...[...felt, `onset ${onset}`, `trigger ${trigger}`, `relief ${relief}`].filter((answer) => TELLING.has(answer)),
  ];
}
