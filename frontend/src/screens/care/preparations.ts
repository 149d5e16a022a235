/** What to have ready for the visit, and what the diary has of it already. */
import type { BackgroundItem, BackgroundKind, Day, Question } from "../../model/types";
import { formatPlural } from "../../i18n";
import { backgroundWords } from "../../i18n/background";
import { care } from "../../i18n/care";

export interface PreparationItem {
  key: keyof typeof care.ready;
  title: string;
  /** What the diary has of it; `null`: the person ticks it by hand. */
  recorded: string | null;
  ready: boolean;
  /** Where it is made ready, when that is in the app. */
  href?: string;
}
export interface PreparationInput {
  questions: readonly Question[];
  background: readonly BackgroundItem[];
  /** Ticked by hand. */
  ticked: readonly string[];
  today: Day;
}

export function preparations({ questions, background, ticked, today }: PreparationInput): PreparationItem[] {
  const openCount = questions.filter(({ discussed }) => !discussed).length;
  const currentItems = background.filter(({ ended_on }) => ended_on === null || ended_on >= today);
  const item = (key: PreparationItem["key"], more: Partial<PreparationItem> = {}): PreparationItem => ({
    key,
    title: care.ready[key],
    recorded: null,
    ready: ticked.includes(key),
    ...more,
  });
  const recordedItems = (items: readonly BackgroundItem[], ...kinds: BackgroundKind[]): Partial<PreparationItem> => {
    const count = items.filter(({ kind, name }) => kinds.includes(kind) && name !== "").length;
    const answeredNone = kinds.every((kind) => background.some((item) => item.kind === kind && item.name === ""));
    const recorded =
      count > 0 ? formatPlural(care.written, count) : answeredNone ? backgroundWords.none : care.not_written;
    return { recorded, ready: count > 0 || answeredNone, href: "#/background" };
  };
  return [
    item("questions", {
      recorded: openCount > 0 ? formatPlural(care.to_ask, openCount) : care.questions.none,
      ready: openCount > 0,
      href: "#/questions",
    }),
    item("medicines", recordedItems(currentItems, "medication", "supplement")),
    item("injuries", recordedItems(background, "injury", "vaccination")),
    item("symptoms", { href: "#/history" }),
    item("summary", { href: "#/summary" }),
    item("results"),
    item("company"),
  ];
}
