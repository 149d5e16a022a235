import { describe, expect, test, vi } from "vitest";
import { formatPlural } from "../../src/i18n";
import { LANGUAGES } from "../../src/i18n/language";
import { CATALOGS } from "../fixtures/catalogs";

/** `app.today.title` → its sentence, of every sentence in a catalogue. */
function sentences(of: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof of === "string") return [[path.join("."), of]];
  return Object.entries(of as object).flatMap(([key, value]) => sentences(value, [...path, key]));
}

const places = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();
const english = new Map(sentences(CATALOGS["en"]));
const OTHERS = Object.entries(CATALOGS)
  .filter(([language]) => language !== "en")
  .map(([language, catalog]) => [language, new Map(sentences(catalog))] as const);

test("the languages are those of the files", () => {
  expect(LANGUAGES).toEqual(["en", "es"]);
  expect(Object.keys(CATALOGS).sort()).toEqual([...LANGUAGES].sort());
});

describe.each(OTHERS)("in %s", (_, translated) => {
  test("there are the sentences of English", () => {
    expect([...translated.keys()]).toEqual([...english.keys()]);
  });

  test.each([...english])("%s has the same places to fill, and is not empty", (path, sentence) => {
    expect(places(translated.get(path)!)).toEqual(places(sentence));
    expect(translated.get(path)!.trim()).not.toBe("");
  });

  test("nothing is left in English", () => {
    const alike = [...english].filter(
      ([path, sentence]) => translated.get(path) === sentence && !ALIKE.test(bare(sentence)),
    );
    expect(alike).toEqual([]);
  });
});

/** Said alike in both languages: with no letters of its own, a name, or the same word. */
const ALIKE = /^(\P{L}*|Footnote|No\.?|Normal|Diabetes|Lupus|COVID-19|Hepatitis B)$/u;
const bare = (sentence: string): string => sentence.replaceAll(/\{\w+\}|\b(min|h|d)\b/g, "");

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
