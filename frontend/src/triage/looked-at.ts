/** Mirror of looked_at.py: on the phone the mark is taken off as soon as something is new. */
import type { Episode } from "../store/types";

/** `after`, less the mark "a clinician has looked at this" where it answers what they have not seen. */
export function reopened(before: Episode | undefined, after: Episode): Episode {
  if (before === undefined || after.clinician_assessed_at === null) return after;
  if (after.clinician_assessed_at !== before.clinician_assessed_at) return after; // they looked again
  const seen = new Set(answers(before));
  return answers(after).every((answer) => seen.has(answer)) ? after : { ...after, clinician_assessed_at: null };
}

function answers({ red_flags, symptoms, leg_changes, areas }: Episode): string[] {
  const yes = (map: object | null): string[] =>
    Object.entries(map ?? {}).filter(([, answer]) => answer === true).map(([code]) => code);
  return [
    ...yes(red_flags).map((code) => `red_flags ${code}`),
    ...yes(symptoms).map((code) => `symptoms ${code}`),
    ...(leg_changes ?? []).map((code) => `leg_changes ${code}`),
    ...(areas ?? []).map((code) => `areas ${code}`),
  ];
}
