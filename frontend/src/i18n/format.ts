import { locale, formatNumber } from "./locale";

/** Replace the `{name}` placeholders of a message. @throws Error if a value is missing */
export function format(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} in ${sentence}`);
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

let plurals: Intl.PluralRules | undefined;

/** Choose the plural form and format it: `{"one": "{count} day", "other": "{count} days"}`. */
export function formatPlural(
  forms: { one: string; other: string },
  count: number,
  values: Record<string, string | number> = {},
): string {
  plurals ??= new Intl.PluralRules(locale);
  const category = plurals.select(count);
  return format(category === "one" ? forms.one : forms.other, { count, ...values });
}
