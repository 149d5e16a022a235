/**
 * The sentences of the app, by area: en/*.json and es/*.json hold them, the same keys
 * in each. `speak` fills them in before the app is mounted, and `speakOn` those of the screens that
 * come later before one of them is shown: a sentence is read in a function or a component, never
 * while a module loads.
 */
import type first from "./en";
import type guide from "./en/guide.json";
import type rest from "./en/rest";
import type suggestions from "./en/suggestions.json";
import { chosenLanguage, type Language } from "./language";

/** English has all areas, and the other languages the same. */
type InitialSections = typeof first;
type RestSections = typeof rest;
type Catalogue = InitialSections & RestSections;

const INITIAL_LOADERS: Record<Language, () => Promise<{ default: InitialSections }>> = {
  en: () => import("./en"),
  es: () => import("./es"),
};
const REST_LOADERS: Record<Language, () => Promise<{ default: RestSections }>> = {
  en: () => import("./en/rest"),
  es: () => import("./es/rest"),
};
const sections: Partial<Catalogue> = {};

/** The sentences of an area; empty until they are spoken. */
export function section<Name extends keyof Catalogue>(name: Name): Catalogue[Name] {
  return (sections[name] ??= {} as Catalogue[Name]);
}

/** For the first screens. */
export async function loadInitial(language: Language = chosenLanguage()): Promise<void> {
  addSections((await INITIAL_LOADERS[language]()).default);
}

/** For all of the others. */
export async function loadRest(language: Language = chosenLanguage()): Promise<void> {
  addSections((await REST_LOADERS[language]()).default);
}

function addSections(loaded: InitialSections | RestSections): void {
  for (const [name, sentences] of Object.entries(loaded)) Object.assign(section(name as keyof Catalogue), sentences);
}

/** Areas that are no part of the first load: the screen that needs one fetches it. */
interface LazySections {
  guide: typeof guide;
  suggestions: typeof suggestions;
}
const LAZY_LOADERS: { [Name in keyof LazySections]: Record<Language, () => Promise<{ default: LazySections[Name] }>> } =
  {
    guide: { en: () => import("./en/guide.json"), es: () => import("./es/guide.json") },
    suggestions: { en: () => import("./en/suggestions.json"), es: () => import("./es/suggestions.json") },
  };

/** The sentences of such an area, in the language in use; the service worker keeps them on the phone. */
export async function loadSection<Name extends keyof LazySections>(name: Name): Promise<LazySections[Name]> {
  return (await LAZY_LOADERS[name][chosenLanguage()]()).default;
}
