/** When a visit is, in plain words. */
import type { Day } from "../../model/types";
import { clockTime } from "../../i18n/dates";
import { locale } from "../../i18n";

/** "in 3 days", "tomorrow", "today". */
export function relativeDay(day: Day, today: Day): string {
  const count = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(count, "day");
}

/** "14:30" of whatever zone, as clocks are written where the person lives. */
export const timeOfDay = (time: string): string => clockTime(new Date(`2026-01-01T${time}:00Z`), "UTC");
