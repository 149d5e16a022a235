/** Locale-aware numbers, lists and capitalization. */
import { chosenLanguage, localeOf, writesPlainDigits } from "./language";

/** The locale of dates and numbers. */
export const locale = localeOf(chosenLanguage());

// Lazy: constructing these takes most of the load time on a phone.
let numbers: Intl.NumberFormat | undefined;
let lists: Intl.ListFormat | undefined;

const hasPlainDigits = writesPlainDigits(locale);

/** 2000 as "2,000" or "2.000". */
export function formatNumber(value: number): string {
  if (hasPlainDigits && value >= 0 && value < 1_000 && Number.isInteger(value)) return String(value);
  numbers ??= new Intl.NumberFormat(locale);
  return numbers.format(value);
}

/** "a", "a and b", "a, b and c". */
export function formatList(names: Iterable<string>): string {
  lists ??= new Intl.ListFormat(locale, { style: "long", type: "conjunction" });
  return lists.format(names);
}

/** Capitalize the first letter: "left foot" → "Left foot". */
export function sentenceStart(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale));
}
