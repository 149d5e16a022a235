/** What to have ready for the visit, and what the diary has of it already. */
import type { BackgroundItem, BackgroundKind, Day, Question } from "../../model/types";
import { counted } from "../../i18n";
import { backgroundWords } from "../../i18n/background";
import { care } from "../../i18n/care";

export interface Line {
  key: keyof typeof care.ready;
  title: string;
  /** What the diary has of it; `null`: the person ticks it by hand. */
  has: string | null;
  ready: boolean;
  /** Where it is made ready, when that is in the app. */
  href?: string;
}
export interface Prepared {
  questions: readonly Question[];
  background: readonly BackgroundItem[];
  /** Ticked by hand. */
  ticked: readonly string[];
  today: Day;
}

export function preparations({ questions, background, ticked, today }: Prepared): Line[] {
  const open = questions.filter(({ asked }) => !asked).length;
  const now = background.filter(({ ended_on }) => ended_on === null || ended_on >= today);
  const line = (key: Line["key"], more: Partial<Line> = {}): Line => ({
    key,
    title: care.ready[key],
    has: null,
    ready: ticked.includes(key),
    ...more,
  });
  const written = (items: readonly BackgroundItem[], ...kinds: BackgroundKind[]): Partial<Line> => {
    const count = items.filter(({ kind, name }) => kinds.includes(kind) && name !== "").length;
    const none = kinds.every((kind) => background.some((item) => item.kind === kind && item.name === ""));
    const has = count > 0 ? counted(care.written, count) : none ? backgroundWords.none : care.not_written;
    return { has, ready: count > 0 || none, href: "#/background" };
  };
  return [
    line("questions", {
      has: open > 0 ? counted(care.to_ask, open) : care.questions.none,
      ready: open > 0,
      href: "#/questions",
    }),
    line("medicines", written(now, "medication", "supplement")),
    line("injuries", written(background, "injury", "vaccination")),
    line("symptoms", { href: "#/history" }),
    line("summary", { href: "#/summary" }),
    line("results"),
    line("company"),
  ];
}
