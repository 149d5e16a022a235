const RIGHT_TO_LEFT = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"]);

/** ISO 15924 script that a locale is written in: "Latn". */
export function scriptOf(locale: string): string | undefined {
  return new Intl.Locale(locale).maximize().script;
}

/** Direction of the lines of a locale. Not by `textInfo`, which Firefox lacks. */
export function textDirection(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(scriptOf(locale) ?? "") ? "rtl" : "ltr";
}
