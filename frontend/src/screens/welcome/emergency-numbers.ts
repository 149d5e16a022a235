/**
 * Whom to call when life may be in danger, by country: the number for an ambulance, or the one
 * for all emergencies where that is the same. Countries by their ISO 3166 codes. Where it differs
 * within a country, or we are not sure, the country is left out: the number is then written.
 */
const NUMBERS: Readonly<Record<string, string>> = {
  "000": "AU",
  "101": "IL",
  "111": "NZ",
  "112": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IN IS IT LI LT LU LV MT NG NL PL PT RO RU SE SI SK TR UA",
  "113": "NO",
  "119": "JP KR TW",
  "120": "CN",
  "123": "CO EG",
  "131": "CL",
  "144": "CH",
  "192": "BR",
  "911": "CA CR DO EC MX PA PH PR US UY",
  "995": "SG",
  "998": "AE",
  "999": "BD GB HK KE MY QA",
  "1669": "TH",
};

export type Country = { code: string; name: string; number: string };

/** In the order of their names in that language. */
export function listCountries(locale: string): Country[] {
  const names = new Intl.DisplayNames([locale], { type: "region" });
  return Object.entries(NUMBERS)
    .flatMap(([number, codes]) => codes.split(" ").map((code) => ({ code, name: names.of(code) ?? code, number })))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

/** @returns the number as it is kept; `null` when the text is none */
export function parsePhoneNumber(text: string): string | null {
  const number = text.trim();
  return /^\+?\d{2,15}$/.test(number) ? number : null;
}
