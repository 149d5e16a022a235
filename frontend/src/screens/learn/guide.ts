/**
 * The guide: which lists belong to a topic, and what the article names. All else is an addition of
 * ours. The sentences are in i18n/guide.
 */
import type catalogue from "../../i18n/guide/en.json";
import { format, locale } from "../../i18n";

export type Catalogue = typeof catalogue;
export type TopicId = keyof Catalogue["topics"];
type ListId = keyof Catalogue["lists"];
export type Origin = "source" | "addition";

export interface Item {
  id: string;
  name: string;
  text: string;
  origin: Origin;
  /** The rules that check it. */
  rules: readonly string[];
}
export interface List {
  id: ListId;
  title: string;
  items: Item[];
}
export interface Topic {
  id: TopicId;
  title: string;
  /** Of what it is, in a line. */
  about: string;
  text: string;
  lists: List[];
  origin: Origin | "both";
}

/** The topics as they are offered, each with its lists. */
export const TOPIC_GROUPS = {
  act: ["call", "tell"],
  numb: ["harmless", "alongside", "causes", "conditions"],
  visit: ["visit", "tests", "specialist"],
  diary: ["levels", "cannot", "questions", "words"],
} as const satisfies Record<string, readonly TopicId[]>;

const TOPIC_LISTS: Record<TopicId, readonly ListId[]> = {
  call: ["call"],
  tell: ["tell"],
  harmless: ["harmless"],
  alongside: ["alongside"],
  causes: ["minerals", "triggers", "injuries"],
  conditions: ["conditions"],
  visit: ["say", "examine"],
  tests: ["tests"],
  specialist: ["specialist"],
  levels: ["levels"],
  cannot: ["cannot"],
  questions: ["questions"],
  words: ["body_words", "diary_words"],
};

/** What the article names. */
const SOURCE_ITEMS: Partial<Record<ListId, readonly string[]>> = {
  call: [
    "injury",
    "cannot_move_or_walk",
    "bladder_or_bowel",
    "confusion",
    "loss_of_consciousness",
    "slurred_speech",
    "vision",
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
  minerals: ["vitamin_b12", "calcium", "potassium", "sodium"],
  triggers: ["frostbite", "bites", "medicines", "radiation_therapy", "shingles", "rash", "seafood"],
  injuries: ["back_injury", "broken_leg", "herniated_disc", "neck_nerve_damage", "pinched_nerve"],
  conditions: [
    "alcohol",
    "atherosclerosis",
    "diabetes",
    "fibromyalgia",
    "hypothyroidism",
    "lupus",
    "migraine",
    "multiple_sclerosis",
    "peripheral_artery_disease",
    "peripheral_neuropathy",
    "raynauds",
    "seizures",
    "stroke",
    "transverse_myelitis",
  ],
  say: ["all_symptoms", "recent_injuries", "vaccinations", "medicines", "supplements"],
  examine: ["examination"],
  tests: ["blood", "vitamin_levels", "thyroid", "toxicology", "nerve_conduction", "lumbar_puncture", "ct", "mri"],
  specialist: ["neurologist"],
};

/** The rules that check what an item says, where they say more than the item does. */
const ITEM_RULES: Partial<Record<ListId, Record<string, readonly string[]>>> = {
  call: { saddle_numbness: ["saddle"], difficulty_urinating: ["saddle"] },
  tell: {
    lasts_long: ["long_after_moving", "long_hour", "long_day"],
    often: ["frequent_week", "frequent_month", "frequent_not_positional"],
    other_symptoms: ["other_symptoms", "other_sensations", "weakness"],
    leg_changes: ["leg_change"],
    no_reason: ["no_reason"],
    dizzy_rash_cramps: ["dizzy_rash_cramps"],
    disrupts_life: ["disrupts_life"],
    sudden: ["sudden"],
  },
  triggers: { fluoroquinolones: ["medicine_link"], medicines: ["medicine_link"], metformin: ["medicine_link"] },
  questions: {
    how_long: ["long_after_moving", "long_hour", "long_day"],
    how_often: ["frequent_week", "frequent_month"],
    medicine: ["medicine_link"],
  },
};

/** To look a word up in: in the order of the language's alphabet. */
const SORTED_LISTS: readonly ListId[] = ["conditions", "body_words", "diary_words"];

export const isTopic = (name: string): boolean => Object.hasOwn(TOPIC_LISTS, name);

/** The guide in the catalogue's language; `values` are put into the places of its sentences. */
export function buildTopics(guide: Catalogue, values: Record<string, string>): Topic[] {
  return Object.values(TOPIC_GROUPS)
    .flat()
    .map((id) => {
      const lists = TOPIC_LISTS[id].map((list) => buildList(guide, list, values));
      const origins = new Set(lists.flatMap(({ items }) => items.map(({ origin }) => origin)));
      const { title, about, text } = guide.topics[id];
      return {
        id,
        title,
        about,
        text: format(text, values),
        lists,
        origin: origins.size > 1 ? "both" : [...origins][0]!,
      };
    });
}

function buildList(guide: Catalogue, id: ListId, values: Record<string, string>): List {
  const { title, items } = guide.lists[id];
  const all = Object.entries<{ name: string; text: string }>(items).map(([item, { name, text }]): Item => ({
    id: item,
    name: format(name, values),
    text: format(text, values),
    origin: SOURCE_ITEMS[id]?.includes(item) ? "source" : "addition",
    rules: ITEM_RULES[id]?.[item] ?? [],
  }));
  return {
    id,
    title,
    items: SORTED_LISTS.includes(id) ? all.sort((a, b) => a.name.localeCompare(b.name, locale)) : all,
  };
}
