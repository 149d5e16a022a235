/**
 * Messages of the app by section, from en/*.json and es/*.json with the same keys. `loadInitial`
 * loads those of the first screens before the app is mounted, `loadRest` the others before one of
 * their screens is shown. So read a message inside a function or component, never at module load.
 */
import type first from "./en";
import type guide from "./en/guide.json";
import type rest from "./en/rest";
import type suggestions from "./en/suggestions.json";
import { chosenLanguage, type Language } from "./language";

/** Types follow English; the other languages have the same keys. */
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

/** The messages of a section; empty until loaded. */
export function section<Name extends keyof Catalogue>(name: Name): Catalogue[Name] {
  return (sections[name] ??= {} as Catalogue[Name]);
}

/** Load the messages of the first screens. */
export async function loadInitial(language: Language = chosenLanguage()): Promise<void> {
  addSections((await INITIAL_LOADERS[language]()).default);
}

/** Load the messages of the other screens. */
export async function loadRest(language: Language = chosenLanguage()): Promise<void> {
  addSections((await REST_LOADERS[language]()).default);
}

function addSections(loaded: InitialSections | RestSections): void {
  for (const [name, sentences] of Object.entries(loaded)) Object.assign(section(name as keyof Catalogue), sentences);
}

/** Sections that only their own screen loads. */
interface LazySections {
  guide: typeof guide;
  suggestions: typeof suggestions;
}
const LAZY_LOADERS: { [Name in keyof LazySections]: Record<Language, () => Promise<{ default: LazySections[Name] }>> } =
  {
    guide: { en: () => import("./en/guide.json"), es: () => import("./es/guide.json") },
    suggestions: { en: () => import("./en/suggestions.json"), es: () => import("./es/suggestions.json") },
  };

/** Load a lazy section in the chosen language; the service worker precaches it. */
export async function loadSection<Name extends keyof LazySections>(name: Name): Promise<LazySections[Name]> {
  return (await LAZY_LOADERS[name][chosenLanguage()]()).default;
}
