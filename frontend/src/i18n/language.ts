/**
 * Supported languages and the chosen one. The choice is in localStorage, because it is needed before
 * the first render and holds nothing of the diary.
 */
import { browser } from "../model/browser";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Native names, and the default locale of each language for dates and numbers. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", es: "Español" };
const LOCALES: Record<Language, string> = { en: "en-GB", es: "es" };
/** True if 0 to 999 are written with ASCII digits, so that no formatter is needed. */
const PLAIN_DIGITS: Record<Language, boolean> = { en: true, es: true };
const KEY = "language";

/** The stored language, else the first supported language of the browser, else English. */
export function chosenLanguage(): Language {
  return (
    matchLanguage(storedLanguage()) ??
    browserLocales()
      .map(matchLanguage)
      .find((language) => language !== undefined) ??
    "en"
  );
}

/** Takes effect at the next start of the app. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** Locale for dates and numbers: the browser's locale of this language, else the default. */
export function localeOf(language: Language): string {
  return (
    browserLocales().find((locale) => matchLanguage(locale) === language && locale !== language) ?? LOCALES[language]
  );
}

/** True if the locale writes 0 to 999 with ASCII digits; `en-u-nu-deva`, for example, does not. */
export function writesPlainDigits(locale: string): boolean {
  const language = matchLanguage(locale);
  return language !== undefined && PLAIN_DIGITS[language] && !/-u-/i.test(locale);
}

function matchLanguage(locale: string | null): Language | undefined {
  return LANGUAGES.find((language) => language === locale?.toLowerCase().split("-")[0]);
}

function browserLocales(): readonly string[] {
  return browser.navigator?.languages ?? [];
}

/** Access may be denied; a service worker has no localStorage. */
function storedLanguage(): string | null {
  try {
    return browser.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}
