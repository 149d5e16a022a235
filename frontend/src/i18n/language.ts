/**
 * The languages of the app, and which one is spoken. The choice is kept in localStorage: it
 * is needed before the first word is shown, and says nothing about a diary.
 */
import { browser } from "../model/browser";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's own name, and the locale that writes its dates where the phone names none. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", es: "Español" };
const LOCALES: Record<Language, string> = { en: "en-GB", es: "es" };
/** Whether it writes 0 to 999 with the digits of a program: no formatter is needed for those. */
const PLAIN_DIGITS: Record<Language, boolean> = { en: true, es: true };
const KEY = "language";

/** The language chosen on this phone, or else the first of the phone's own that there is. */
export function chosenLanguage(): Language {
  return (
    matchLanguage(storedLanguage()) ??
    browserLocales()
      .map(matchLanguage)
      .find((language) => language !== undefined) ??
    "en"
  );
}

/** Takes effect when the app is opened anew. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** How dates and numbers are written: as the phone does, where it speaks this language. */
export function localeOf(language: Language): string {
  return (
    browserLocales().find((locale) => matchLanguage(locale) === language && locale !== language) ?? LOCALES[language]
  );
}

/** Whether a locale writes 0 to 999 so; one may ask for digits of its own, as `en-u-nu-deva`. */
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

/** A phone may forbid its storage; a service worker has none. */
function storedLanguage(): string | null {
  try {
    return browser.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}
