/**
 * Supported languages and the chosen one. The choice is in localStorage, because it is needed before
 * the first render and holds nothing of the diary.
 */
import { browser } from "../model/browser";

/** BCP 47 tags: those of the files in ./initial, English first; see vite.config.ts. */
export const LANGUAGES: readonly string[] = __LANGUAGES__;
const KEY = "language";
/** Where the browser names no region: the day before the month, 24 hours. */
const DEFAULT_LOCALES: Partial<Record<string, string>> = { en: "en-GB" };

/** The stored language, else the first supported language of the browser, else English. */
export function chosenLanguage(): string {
  return (
    matchLanguage(storedLanguage()) ??
    browserLocales()
      .map(matchLanguage)
      .find((language) => language !== undefined) ??
    "en"
  );
}

/** Takes effect at the next start of the app. */
export function chooseLanguage(language: string): void {
  localStorage.setItem(KEY, language);
}

/** The name of a language in that language: "Español". */
export function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/**
 * Locale for dates and numbers: the browser's own one of this language, else the language in the
 * region of the browser: English on a German phone writes 17:49.
 */
export function localeOf(language: string): string {
  const locales = browserLocales();
  const own = locales.find((locale) => matchLanguage(locale) === language && locale !== language);
  const region = locales.map(regionOf).find((code) => code !== undefined);
  return own ?? (region ? `${language}-${region}` : (DEFAULT_LOCALES[language] ?? language));
}

/** The supported language of a tag: of "es-MX" itself, or "es", or else another variant of Spanish. */
function matchLanguage(tag: string | null): string | undefined {
  const wanted = tag?.toLowerCase() ?? "";
  const known = LANGUAGES.map((language) => language.toLowerCase());
  const index = [
    known.findIndex((language) => `${wanted}-`.startsWith(`${language}-`)),
    known.findIndex((language) => language.split("-")[0] === wanted.split("-")[0]),
  ].find((found) => found >= 0);
  return index === undefined ? undefined : LANGUAGES[index];
}

/** "DE" of "de-DE". */
function regionOf(tag: string): string | undefined {
  return /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2}|\d{3})\b/i.exec(tag)?.[1];
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
