/** The first day of the week, where a locale is at home. */

interface WeekInfo {
  firstDay: number;
}
/** New browsers have the method, some older ones the property, others neither. */
type LocaleWithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** Where it is not Monday, after CLDR: for browsers that do not say. */
const SUNDAY =
  "AG AS AU BD BR BS BT BW BZ CA CN CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
const SATURDAY = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";

/** 1 is Monday, 7 Sunday, as in ISO 8601. */
export function firstDayOfWeek(tag: string): number {
  const locale = new Intl.Locale(tag) as LocaleWithWeek;
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? firstDayInRegion(locale.maximize().region);
}

/** The same from the region alone. */
export function firstDayInRegion(region = ""): number {
  if (SUNDAY.split(" ").includes(region)) return 7;
  return SATURDAY.split(" ").includes(region) ? 6 : 1;
}
