/** The days of a background item: what is wrong with them, and how they are said. */
import type { BackgroundItem } from "../../model/types";
import { dayWithYear } from "../../i18n/dates";
import { format } from "../../i18n";
import { backgroundWords as words } from "../../i18n/background";
import { isSingleDay } from "./kinds";

type Period = Pick<BackgroundItem, "started_on" | "ended_on">;
export type PeriodErrors = Partial<Record<keyof Period, string>>;

const MIN_DAY = "1900-01-01";
const MAX_DAY = "2199-12-31";

/** "1 Mar 2026 to 5 Apr 2026", "Since 1 Mar 2026", "Until 5 Apr 2026"; a single day as itself. */
export function periodText({ kind, started_on, ended_on }: Period & Pick<BackgroundItem, "kind">): string {
  const [first, last] = [started_on, ended_on].map((day) => day && dayWithYear(day));
  if (first && last) return first === last ? first : format(words.from_to, { first, last });
  if (first) return isSingleDay(kind) ? first : format(words.since, { day: first });
  return last ? format(words.until, { day: last }) : words.no_dates;
}

/** A sentence for each day that cannot be; empty when both can. */
export function periodErrors({ started_on, ended_on }: Period): PeriodErrors {
  // Days compare as text, but a browser takes years of five and six digits too.
  const isOutOfRange = (day: string | null): boolean =>
    day !== null && (day.length !== MIN_DAY.length || day < MIN_DAY || day > MAX_DAY);
  if (isOutOfRange(started_on)) return { started_on: words.day_out_of_range };
  if (isOutOfRange(ended_on)) return { ended_on: words.day_out_of_range };
  const reversed = started_on !== null && ended_on !== null && ended_on < started_on;
  return reversed ? { ended_on: words.end_before_start } : {};
}
