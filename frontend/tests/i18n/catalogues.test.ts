import { expect, test, vi } from "vitest";
import { formatPlural } from "../../src/i18n";
import firstEnglish from "../../src/i18n/en";
import englishGuide from "../../src/i18n/en/guide.json";
import englishInstalled from "../../src/i18n/en/installed.json";
import restEnglish from "../../src/i18n/en/rest";
import englishSuggestions from "../../src/i18n/en/suggestions.json";
import firstSpanish from "../../src/i18n/es";
import spanishGuide from "../../src/i18n/es/guide.json";
import spanishInstalled from "../../src/i18n/es/installed.json";
import restSpanish from "../../src/i18n/es/rest";
import spanishSuggestions from "../../src/i18n/es/suggestions.json";

const en = {
  ...firstEnglish,
  ...restEnglish,
  guide: englishGuide,
  installed: englishInstalled,
  suggestions: englishSuggestions,
};
const es = {
  ...firstSpanish,
  ...restSpanish,
  guide: spanishGuide,
  installed: spanishInstalled,
  suggestions: spanishSuggestions,
};

/** `app.today.title` → its sentence, of every sentence in a catalogue. */
function sentences(of: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof of === "string") return [[path.join("."), of]];
  return Object.entries(of as object).flatMap(([key, value]) => sentences(value, [...path, key]));
}

const places = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();
const english = new Map(sentences(en));
const spanish = new Map(sentences(es));

test("both languages have the same sentences", () => {
  expect([...spanish.keys()]).toEqual([...english.keys()]);
});

test.each([...english])("%s has the same places to fill in both languages, and is not empty", (path, sentence) => {
  expect(places(spanish.get(path)!)).toEqual(places(sentence));
  expect(spanish.get(path)!.trim()).not.toBe("");
});

/** Said alike in both languages: with no letters of its own, a name, or the same word. */
const ALIKE = /^(\P{L}*|Footnote|No\.?|Normal|Diabetes|Lupus|COVID-19|Hepatitis B)$/u;
const bare = (sentence: string): string => sentence.replaceAll(/\{\w+\}|\b(min|h|d)\b/g, "");

test("Spanish is Spanish", () => {
  const alike = [...english].filter(
    ([path, sentence]) => spanish.get(path) === sentence && !ALIKE.test(bare(sentence)),
  );
  expect(alike).toEqual([]);
});

test("a number chooses the form of its sentence", () => {
  const forms = { one: "{count} day of {of}", other: "{count} days of {of}" };
  expect(formatPlural(forms, 1, { of: 7 })).toBe("1 day of 7");
  expect(formatPlural(forms, 0, { of: 7 })).toBe("0 days of 7");
});

test("no module reads a sentence while it loads, when none is there yet", async () => {
  vi.resetModules();
  const modules = import.meta.glob([
    "../../src/**/*.ts",
    "!../../src/{main,sw}.ts",
    "!../../src/app/{mount,update}.ts",
  ]);
  expect(Object.keys(modules).length).toBeGreaterThan(50);
  for (const load of Object.values(modules)) await load();
}, 30_000);
