/** The open questions of undetermined rules, as they are asked on a screen. */
import type { Alert, Episode, RedFlag, Symptom } from "../../model/types";
import { isAlert } from "../../triage/entries";
import { type MissingAnswers, type OpenField, fieldKey } from "../../triage/missing-answers";
import { words } from "../../i18n";

/** Answered with yes or no, or on the sheet of the entry at `field`. */
export type OpenQuestion = OpenField & { key: string; yesNo: boolean; label: string };

/** The sheet of an entry asks for these in the same words. */
const FORM_LABELS: Record<string, keyof typeof words.log> = {
  areas: "place",
  sensations: "sensation",
  severity: "severity",
  trigger: "trigger",
  relief: "relief",
  relief_minutes: "relief_minutes",
  leg_changes: "leg_changes",
  interference: "interference",
  onset: "onset",
};

/** Each open field once, in the order of the rules. */
export function openQuestions(missing: readonly MissingAnswers[]): OpenQuestion[] {
  const questions = missing
    .flatMap(({ fields }) => fields)
    .map((open) => ({ ...open, key: fieldKey(open), ...describe(open.field) }));
  return [...new Map(questions.map((question) => [question.key, question])).values()];
}

function describe(field: string): Pick<OpenQuestion, "yesNo" | "label"> {
  const [name, code] = field.split(".");
  if (name === "red_flags") return { yesNo: true, label: words.red_flags[code as RedFlag] };
  if (name === "symptoms") return { yesNo: true, label: words.symptoms[code as Symptom] };
  const labelKey = FORM_LABELS[field];
  return { yesNo: false, label: labelKey === undefined ? field : words.log[labelKey] };
}

/** Those asked before stay where they are, so that nothing moves under a finger. */
export function keepOrder(previous: readonly OpenQuestion[], open: readonly OpenQuestion[]): OpenQuestion[] {
  const previousKeys = new Set(previous.map(({ key }) => key));
  return [...previous, ...open.filter(({ key }) => !previousKeys.has(key))];
}

/** The record with one yes or no. */
export function withAnswer<T extends Episode | Alert>(record: T, field: string, yes: boolean): T {
  const [name = "", code = ""] = field.split(".");
  const previous = (record as unknown as Record<string, object | null>)[name];
  return { ...record, [name]: { ...previous, [code]: yes } };
}

/** Where it is answered when yes or no is no answer to it. */
export function questionUrl({ record, field }: OpenField): string {
  return isAlert(record) ? `#/emergency?alert=${record.id}` : `#/log/${record.id}?at=${field}`;
}
