import { expect, it } from "vitest";
import {
  type Entry,
  excerpt,
  searchEntries,
  groupEntries,
  matchesSearch,
  highlight,
} from "../../../src/screens/learn/search";

const entry = (title: string, text = "", group = "all"): Entry => ({ href: "#/learn", group, title, text });
const titles = (matches: readonly Entry[]): string[] => matches.map(({ title }) => title);

it("finds without case and accents, in both directions", () => {
  expect(matchesSearch("Esclerosis múltiple", "MULTIPLE")).toBe(true);
  expect(matchesSearch("Migrana", "migraña")).toBe(true);
  expect(matchesSearch("Raynaud’s", "raynaud's")).toBe(true);
  expect(matchesSearch("Mu\u0301sculo", "músculo")).toBe(true);
});

it("wants every word, in any order, from the title or the text", () => {
  const entries = [entry("Vitamin B12", "needed by nerves"), entry("Nerve", "a fine cord")];
  expect(titles(searchEntries(entries, "nerves  vitamin"))).toEqual(["Vitamin B12"]);
  expect(searchEntries(entries, "nerves vitamin cord")).toEqual([]);
});

it("finds nothing for nothing, or for signs alone", () => {
  expect(searchEntries([entry("Nerve")], "")).toEqual([]);
  expect(searchEntries([entry("Nerve")], " ?! ")).toEqual([]);
});

it("finds by the beginning of a word, not by its middle", () => {
  expect(titles(searchEntries([entry("CT scan"), entry("Doctor")], "ct"))).toEqual(["CT scan"]);
});

it("finds the singular for the plural", () => {
  expect(matchesSearch("A herniated disc", "discs")).toBe(true);
  expect(matchesSearch("Lesión de espalda", "lesiones")).toBe(true);
});

it("finds a number as a whole", () => {
  expect(matchesSearch("8 days in 28", "8 days")).toBe(true);
  expect(matchesSearch("3 days in 28", "8 days")).toBe(false);
  expect(matchesSearch("80 minutes", "8")).toBe(false);
  expect(matchesSearch("0.75 of the limit", "0.75")).toBe(true);
});

it("takes signs as they are, not as a pattern", () => {
  expect(matchesSearch("nerve (a cord)", "cord)")).toBe(true);
  expect(matchesSearch("nerve", "n.rve")).toBe(false);
});

it("puts what has the words in its title first", () => {
  const entries = [entry("Specialist", "nerve doctor"), entry("Nerve doctor"), entry("Nerve", "for a doctor")];
  expect(titles(searchEntries(entries, "nerve doctor"))).toEqual(["Nerve doctor", "Nerve", "Specialist"]);
});

it("lists finds under their headings, that of the best first", () => {
  const matches = [entry("a", "", "tests"), entry("b", "", "words"), entry("c", "", "tests")];
  expect(groupEntries(matches).map(({ group, entries }) => [group, titles(entries)])).toEqual([
    ["tests", ["a", "c"]],
    ["words", ["b"]],
  ]);
});

it("marks whole words where they stand, whatever their accents", () => {
  expect(highlight("El dolor de músculos, ¿músculo?", "musculo")).toEqual([
    { text: "El dolor de ", hit: false },
    { text: "músculos", hit: true },
    { text: ", ¿", hit: false },
    { text: "músculo", hit: true },
    { text: "?", hit: false },
  ]);
});

it("marks a word whose accents are written apart", () => {
  expect(highlight("mu\u0301sculo rojo", "rojo").at(-1)).toEqual({ text: "rojo", hit: true });
});

it("keeps the text whole when two words match at the same place", () => {
  const pieces = highlight("a nervous nerve", "ner nerv");
  expect(pieces.map(({ text }) => text).join("")).toBe("a nervous nerve");
  expect(pieces.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(["nervous", "nerve"]);
});

it("shows the part of a long text that has the first match", () => {
  const long = `${"here and there ".repeat(30)}the needle ${"and so on ".repeat(30)}`;
  expect(excerpt(long, "needle")).toMatch(/^….{0,90}needle.*…$/);
  expect(excerpt(long, "needle").length).toBeLessThan(190);
  expect(excerpt("short needle", "needle")).toBe("short needle");
});
