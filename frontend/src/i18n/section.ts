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
type First = typeof first;
type Rest = typeof rest;
type Catalogue = First & Rest;

const FIRST: Record<Language, () => Promise<{ default: First }>> = {
  en: () => import("./en"),
  es: () => import("./es"),
};
const REST: Record<Language, () => Promise<{ default: Rest }>> = {
  en: () => import("./en/rest"),
  es: () => import("./es/rest"),
};
const parts: Partial<Catalogue> = {};

/** The sentences of an area; empty until they are spoken. */
export function part<Area extends keyof Catalogue>(area: Area): Catalogue[Area] {
  return (parts[area] ??= {} as Catalogue[Area]);
}

/** For the first screens. */
export async function speak(language: Language = chosenLanguage()): Promise<void> {
  take((await FIRST[language]()).default);
}

/** For all of the others. */
export async function speakOn(language: Language = chosenLanguage()): Promise<void> {
  take((await REST[language]()).default);
}

function take(areas: First | Rest): void {
  for (const [area, sentences] of Object.entries(areas)) Object.assign(part(area as keyof Catalogue), sentences);
}

/** Areas that are no part of the first load: the screen that needs one fetches it. */
interface Later {
  guide: typeof guide;
  suggestions: typeof suggestions;
}
const LATER: { [Area in keyof Later]: Record<Language, () => Promise<{ default: Later[Area] }>> } = {
  guide: { en: () => import("./en/guide.json"), es: () => import("./es/guide.json") },
  suggestions: { en: () => import("./en/suggestions.json"), es: () => import("./es/suggestions.json") },
};

/** The sentences of such an area, in the language in use; the service worker keeps them on the phone. */
export async function fetchPart<Area extends keyof Later>(area: Area): Promise<Later[Area]> {
  return (await LATER[area][chosenLanguage()]()).default;
}
