/**
 * The sentences of the app, by area: words/en/*.json and words/es/*.json hold them, the same keys
 * in each. `speak` fills them in before the app is mounted, so a sentence is read in a function
 * or a component, never while a module loads.
 */
import type { Catalogue } from "./en";
import type guide from "./en/guide.json";
import { chosenLanguage, type Language } from "./language";

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import("./en"),
  es: () => import("./es"),
};
const parts: Partial<Catalogue> = {};

/** The sentences of an area; empty until `speak`. */
export function part<Area extends keyof Catalogue>(area: Area): Catalogue[Area] {
  return (parts[area] ??= {} as Catalogue[Area]);
}

export async function speak(language: Language): Promise<void> {
  const { default: catalogue } = await CATALOGUES[language]();
  for (const area of Object.keys(catalogue) as (keyof Catalogue)[]) Object.assign(part(area), catalogue[area]);
}

/** Areas that are no part of the first load: the screen that needs one fetches it. */
interface Later {
  guide: typeof guide;
}
const LATER: { [Area in keyof Later]: Record<Language, () => Promise<{ default: Later[Area] }>> } = {
  guide: { en: () => import("./en/guide.json"), es: () => import("./es/guide.json") },
};

/** The sentences of such an area, in the language in use; the service worker keeps them on the phone. */
export async function fetchPart<Area extends keyof Later>(area: Area): Promise<Later[Area]> {
  return (await LATER[area][chosenLanguage()]()).default;
}
