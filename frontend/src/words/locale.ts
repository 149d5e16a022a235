/** How the language of the app writes numbers and lists, and begins a sentence. */
import { chosenLanguage, localeOf } from "./language";

/** The locale of dates and numbers. */
export const locale = localeOf(chosenLanguage());

const numbers = new Intl.NumberFormat(locale);
const lists = new Intl.ListFormat(locale, { style: "long", type: "conjunction" });

/** 2000 as "2,000" or "2.000". */
export function number(value: number): string {
  return numbers.format(value);
}

/** "a", "a and b", "a, b and c". */
export function listed(names: Iterable<string>): string {
  return lists.format(names);
}

/** What stands inside a sentence, as the beginning of one: "left foot" → "Left foot". */
export function sentenceStart(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale));
}
