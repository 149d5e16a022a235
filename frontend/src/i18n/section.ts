/**
 * Messages of the app by section. A language is a file of its name in initial/, rest/, guide/ and
 * triage/rules/messages, with the keys of the English one. `loadInitial` loads those of the first
 * screens before the app is mounted, `loadRest` the others before one of their screens is shown. So
 * read a message inside a function or component, never at module load.
 */
import type guide from "./guide/en.json";
import type initial from "./initial/en.json";
import type rest from "./rest/en.json";
import type rules from "#triage/messages/en.json";
import { chosenLanguage } from "./language";

/** Types follow English. */
type Catalogue = typeof initial & typeof rest & { rules: typeof rules };
type Loaders = Record<string, () => Promise<object>>;

const INITIAL: Loaders = import.meta.glob("./initial/*.json", { import: "default" });
const REST: Loaders = import.meta.glob("./rest/*.json", { import: "default" });
const GUIDE: Loaders = import.meta.glob("./guide/*.json", { import: "default" });
// In two parts, see rule-messages.ts beside vite.config.ts.
const VERDICT_RULES: Loaders = import.meta.glob("../../../triage/rules/messages/*.json", {
  query: "?verdict",
  import: "default",
});
const OTHER_RULES: Loaders = import.meta.glob("../../../triage/rules/messages/*.json", {
  query: "?other",
  import: "default",
});

const sections: Partial<Catalogue> = {};

/** The messages of a section; empty until loaded. */
export function section<Name extends keyof Catalogue>(name: Name): Catalogue[Name] {
  return (sections[name] ??= {} as Catalogue[Name]);
}

/** Load the messages of the first screens. */
export async function loadInitial(language = chosenLanguage()): Promise<void> {
  const [messages, rules] = await Promise.all([load(INITIAL, language), load(VERDICT_RULES, language)]);
  addSections({ ...messages, rules });
}

/** Load the messages of the other screens. */
export async function loadRest(language = chosenLanguage()): Promise<void> {
  const [messages, rules] = await Promise.all([load(REST, language), load(OTHER_RULES, language)]);
  addSections({ ...messages, rules });
}

/** Load the guide, which only Learn needs. */
export async function loadGuide(language = chosenLanguage()): Promise<typeof guide> {
  return (await load(GUIDE, language)) as typeof guide;
}

function load(loaders: Loaders, language: string): Promise<object> {
  const path = Object.keys(loaders).find((name) => name.endsWith(`/${language}.json`));
  if (path === undefined) throw new Error(`no messages in ${language}`);
  return loaders[path]!();
}

function addSections(loaded: object): void {
  for (const [name, messages] of Object.entries(loaded)) Object.assign(section(name as keyof Catalogue), messages);
}
