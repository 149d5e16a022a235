/**
 * The entry being written. A draft is an episode itself: what a person does not touch stays
 * as it was saved, and only what they changed is laid over the newest copy on saving.
 */
import type { Episode, RedFlag } from "../../model/types";
import { fieldNames, equalValues } from "../../model/records";

/** The fields in which `draft` differs from `original`, with the draft's values. */
export function draftChanges(original: Episode, draft: Episode): Partial<Episode> {
  const changedFields = fieldNames("episode").filter((field) => !equalValues(original[field], draft[field]));
  return Object.fromEntries(changedFields.map((field) => [field, draft[field]]));
}

/**
 * What to save: the newest copy with only the touched fields replaced. `newest` may have
 * changed meanwhile (stopped from Today, or by another device).
 */
export function mergeDraft(newest: Episode, original: Episode, draft: Episode): Episode {
  return { ...newest, ...draftChanges(original, draft) };
}

/** Tick or untick one emergency sign. Unticking forgets the answer; no answer left is null. */
export function withSign(flags: Episode["red_flags"], sign: RedFlag, ticked: boolean): Episode["red_flags"] {
  const next = { ...flags };
  if (ticked) next[sign] = true;
  else delete next[sign];
  return Object.keys(next).length > 0 ? next : null;
}

/** "None of these": no to every sign that has no answer yet. */
export function withoutOtherSigns(
  flags: Episode["red_flags"],
  signs: readonly RedFlag[],
): NonNullable<Episode["red_flags"]> {
  return { ...Object.fromEntries(signs.map((sign) => [sign, false])), ...flags };
}
