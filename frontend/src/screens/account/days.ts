/** When, to the day: nobody needs the minute of a passkey. */
import { dayWithYear } from "../../i18n/dates";
import { deviceZone, localDay } from "../../time/zone";

/** @param at seconds since 1970 */
export function dayText(at: number): string {
  return dayWithYear(localDay(new Date(at * 1000), deviceZone()));
}
