import { en, type Words } from "./en";

/** The catalogue of the language in use. */
export const words: Words = en;

/** The language in use, for dates and numbers. */
export const locale = "en-GB";

/** Put values into the `{name}` places of a sentence. A name without a value is an error. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} in ${sentence}`);
    return String(value);
  });
}
