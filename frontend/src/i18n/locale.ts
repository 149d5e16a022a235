/** How the language of the app writes numbers and lists, and begins a sentence. */
import { chosenLanguage, localeOf, writesPlainDigits } from "./language";

/** The locale of dates and numbers. */
export const locale = localeOf(chosenLanguage());

// Made when first needed: a phone takes longer for these than for all else while the app loads.
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

/** What stands inside a sentence, as the beginning of one: "left foot" → "Left foot". */
export function sentenceStart(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale));
}
