/** Locale-aware numbers, lists and capitalization. */
import { scriptOf } from "./direction";
import { chosenLanguage, localeOf } from "./language";

/** The locale of dates and numbers. */
export const locale = localeOf(chosenLanguage());

// Lazy: constructing these takes most of the load time on a phone.
let numbers: Intl.NumberFormat | undefined;
let lists: Intl.ListFormat | undefined;

/** True if 0 to 999 are written with ASCII digits, so that no formatter is needed; not so for `en-u-nu-deva`. */
const hasPlainDigits = scriptOf(locale) === "Latn" && !/-u-/i.test(locale);

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
