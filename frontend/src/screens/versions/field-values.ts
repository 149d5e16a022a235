/** The value of a field of an entry in plain words. */
import type { WritableField } from "../../model/records";
import type { Episode, Revision } from "../../model/types";
import { dayWithYear, clockTime } from "../../i18n/dates";
import { localDay } from "../../time/zone";
import { format, formatList, words } from "../../i18n";
import { versions as versionMessages } from "../../i18n/versions";
import { areaNames } from "../../i18n/episode-text";

export type Field = WritableField<"episode">;
type Data = Revision["data"];

/** "Not asked", "7 of 10", "Yes: Rash. No: Dizziness." */
export function fieldText(field: Field, data: Data): string {
  const value = data[field] ?? null;
  if (field === "ended_at" && value === null) return words.time.still_going;
  if (value === null) return words.common.not_asked;
  switch (field) {
    case "started_at":
    case "ended_at":
    case "clinician_assessed_at":
      return dateTimeWithYear(value as string, data.zone ?? "UTC");
    case "zone":
    case "note":
      return value as string;
    case "severity":
    case "pain":
      return format(versionMessages.severity, { severity: value as number });
    case "relief_minutes":
      return format(versionMessages.minutes, { minutes: value as number });
    case "interference":
      return words.interference[value as number]!;
    case "start_precision":
      return versionMessages.start_precision[value as NonNullable<Episode["start_precision"]>];
    case "onset":
      return words.onsets[value as NonNullable<Episode["onset"]>];
    case "spread":
      return words.spreads[value as NonNullable<Episode["spread"]>];
    case "trigger":
      return words.triggers[value as NonNullable<Episode["trigger"]>];
    case "relief":
      return words.reliefs[value as NonNullable<Episode["relief"]>];
    case "areas":
      return data.areas!.length > 0 ? areaNames(data.areas!) : versionMessages.none;
    case "sensations":
      return formatList(data.sensations!.map((code) => words.sensations[code])) || versionMessages.none;
    case "leg_changes":
      return formatList(data.leg_changes!.map((code) => words.leg_changes[code])) || versionMessages.none;
    case "symptoms":
      return answers(data.symptoms!, words.symptoms);
    case "red_flags":
      return answers(data.red_flags!, words.red_flags);
  }
}

/** A moment of any day, as it was on the clock there. */
export function dateTimeWithYear(instant: string, zone: string): string {
  const at = new Date(instant);
  return `${dayWithYear(localDay(at, zone))}, ${clockTime(at, zone)}`;
}

function answers<Code extends string>(answered: Partial<Record<Code, boolean>>, names: Record<Code, string>): string {
  const namesOf = (answer: boolean): string =>
    formatList((Object.keys(names) as Code[]).filter((code) => answered[code] === answer).map((code) => names[code]));
  const [yes, no] = [namesOf(true), namesOf(false)];
  const parts = [
    yes && format(versionMessages.yes_to, { names: yes }),
    no && format(versionMessages.no_to, { names: no }),
  ];
  return parts.filter(Boolean).join(" ") || words.common.not_asked;
}
