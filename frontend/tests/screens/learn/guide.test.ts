import { expect, it } from "vitest";
import { rules as file } from "../../../src/triage/rules";
import { applyThresholds } from "../../../src/triage/thresholds";
import { ROUTES } from "../../../src/ui/route";
import english from "../../../src/i18n/guide/en.json";
import spanish from "../../../src/i18n/guide/es.json";
import englishRest from "../../../src/i18n/rest/en.json";
import spanishRest from "../../../src/i18n/rest/es.json";
import type { Book } from "../../../src/screens/learn/rule-book";
import { buildEntries, guideValues } from "../../../src/screens/learn/search-entries";
import { isTopic, TOPIC_GROUPS, buildTopics } from "../../../src/screens/learn/guide";
import { searchEntries } from "../../../src/screens/learn/search";

const book = file as unknown as Book;
const values = guideValues(book);
const topics = buildTopics(english, values);
const entries = buildEntries(topics, book);
const items = topics.flatMap((topic) =>
  topic.lists.flatMap((list) => list.items.map((item) => ({ ...item, topic, list }))),
);
const hrefs = (search: string): string[] => searchEntries(entries, search).map(({ href }) => href);

/** What the article says, by topic, as the product was planned. */
const ARTICLE: Record<string, string[]> = {
  harmless: ["position", "pressed_nerve", "slow_blood", "passes"],
  alongside: [
    "leg_pain",
    "anxiety",
    "back_pain",
    "burning",
    "creeping",
    "itching",
    "muscle_spasm",
    "touch_sensitive",
    "difficulty_sitting_standing",
    "leg_weakness",
  ],
  causes: [
    "vitamin_b12",
    "calcium",
    "potassium",
    "sodium",
    "frostbite",
    "bites",
    "medicines",
    "radiation_therapy",
    "shingles",
    "rash",
    "seafood",
    "back_injury",
    "broken_leg",
    "herniated_disc",
    "neck_nerve_damage",
    "pinched_nerve",
  ],
  conditions: [
    "atherosclerosis",
    "diabetes",
    "hypothyroidism",
    "migraine",
    "multiple_sclerosis",
    "peripheral_neuropathy",
    "raynauds",
    "seizures",
    "stroke",
    "lupus",
    "transverse_myelitis",
    "peripheral_artery_disease",
    "fibromyalgia",
    "alcohol",
  ],
  tell: [
    "lasts_long",
    "often",
    "other_symptoms",
    "leg_changes",
    "no_reason",
    "dizzy_rash_cramps",
    "disrupts_life",
    "sudden",
  ],
  call: [
    "injury",
    "cannot_move_or_walk",
    "bladder_or_bowel",
    "confusion",
    "loss_of_consciousness",
    "slurred_speech",
    "vision",
  ],
  visit: ["all_symptoms", "recent_injuries", "vaccinations", "medicines", "supplements", "examination"],
  tests: ["blood", "nerve_conduction", "lumbar_puncture", "thyroid", "toxicology", "vitamin_levels", "ct", "mri"],
  specialist: ["neurologist"],
};

it.each(Object.entries(ARTICLE))(
  "has all that the article states of %s, and marks nothing else as from it",
  (id, item) => {
    const named = items.filter(({ topic, origin }) => topic.id === id && origin === "source").map((item) => item.id);
    expect(named.sort()).toEqual([...item].sort());
  },
);

it("calls everything in the other topics an addition", () => {
  const others = items.filter(({ topic }) => !(topic.id in ARTICLE));
  expect(others.length).toBeGreaterThan(30);
  expect(others.filter(({ origin }) => origin !== "addition")).toEqual([]);
});

it("has every topic and list of the catalogue in a place", () => {
  expect(Object.values(TOPIC_GROUPS).flat().sort()).toEqual(Object.keys(english.topics).sort());
  expect(topics.flatMap(({ lists }) => lists.map(({ id }) => id)).sort()).toEqual(Object.keys(english.lists).sort());
});

it("has one address for each thing, which is that of no rule", () => {
  const addresses = items.map(({ topic, id }) => `${topic.id}/${id}`);
  expect(new Set(addresses).size).toBe(addresses.length);
  for (const { id } of book.rules) expect(isTopic(id)).toBe(false);
  for (const { href } of entries) {
    const [screen, name, item] = href.slice(2).split("/");
    expect(ROUTES).toContain(screen);
    if (item) expect(addresses).toContain(`${name}/${item}`);
    else if (!["rules", "numbers", "names"].includes(name!))
      expect(isTopic(name!)).toBe(!book.rules.some(({ id }) => id === name));
  }
});

it("names only rules that there are", () => {
  const ids = book.rules.map(({ id }) => id);
  for (const { rules } of items) for (const rule of rules) expect(ids).toContain(rule);
});

it.each([
  ["English", english],
  ["Spanish", spanish],
] as const)("fills every place in %s", (_, guide) => {
  for (const { text, lists } of buildTopics(guide, values))
    for (const texts of [text, ...lists.flatMap((list) => list.items.flatMap(({ name, text }) => [name, text]))])
      expect(texts).not.toMatch(/[{}]/);
});

it("shows the thresholds of the rules, and those of the diary", () => {
  const answer = (rulesBook: Book): string =>
    buildEntries(buildTopics(english, guideValues(rulesBook)), rulesBook).find(
      ({ href }) => href === "#/learn/questions/how_long",
    )!.text;
  expect(answer(book)).toContain("there 10 min after moving. From 1 h it asks");
  expect(answer(applyThresholds(book, { long_hour_minutes: 45 }))).toContain("From 45 min it asks");
});

it("is of one edition in both languages", () => {
  expect([spanish.version, spanish.reviewed]).toEqual([english.version, english.reviewed]);
});

it.each([
  ["English", english, englishRest.suggestions],
  ["Spanish", spanish, spanishRest.suggestions],
] as const)("uses the names that are suggested, in %s", (_, guide, suggestions) => {
  const named = (list: Record<string, { name: string }>) =>
    Object.fromEntries(Object.entries(list).map(([id, { name }]) => [id, name]));
  expect(suggestions.condition).toMatchObject(named(guide.lists.conditions.items));
  expect(suggestions.injury).toMatchObject(named(guide.lists.injuries.items));
});

it("finds conditions, tests, answers, rules, and rules by their number", () => {
  expect(hrefs("raynaud")).toContain("#/learn/conditions/raynauds");
  expect(hrefs("spinal tap")).toEqual(["#/learn/tests/lumbar_puncture"]);
  expect(hrefs("foot asleep harmful")).toEqual(["#/learn/questions/fell_asleep"]);
  expect(hrefs("rest walking")).toContain("#/learn/walking");
  expect(hrefs("60 minutes")).toContain("#/learn/long_hour");
  expect(searchEntries(entries, "1440 minutes").map(({ title }) => title)).toEqual(["1 day: It lasts a day or more"]);
  expect(hrefs("8 days in 28")).toContain("#/learn/frequent_month");
  expect(hrefs("three quarters of nothing")).toEqual([]);
});

it("finds the same in Spanish, without its accents", () => {
  const matches = searchEntries(buildEntries(buildTopics(spanish, values), book), "puncion");
  expect(matches.map(({ href }) => href)).toEqual(["#/learn/tests/lumbar_puncture"]);
});
