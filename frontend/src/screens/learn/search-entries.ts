/** Everything that Learn's search looks through: the guide, the rules, their numbers and names. */
import { LEVELS } from "../../model/levels";
import { words as app } from "../../i18n";
import { learn as words } from "../../i18n/learn";
import { ruleMessages } from "../../i18n/rule-messages";
import { limits as limitWords } from "../../i18n/limits";
import { shell } from "../../i18n/shell";
import { amountWithUnit, ruleCriterion, levelText } from "../verdict/finding-text";
import { type Book, ruleThresholds, ruleText } from "./rule-book";
import type { Topic } from "./guide";
import type { Entry } from "./search";

/** What the guide's sentences name: this diary's numbers, and words of other screens. */
export function guideValues(book: Book): Record<string, string> {
  const numbers = Object.entries(book.thresholds).map(
    ([name, { value, unit }]) => [name, amountWithUnit(value, unit)] as const,
  );
  return {
    ...Object.fromEntries(numbers),
    care: shell.nav.care,
    more: shell.nav.more,
    limits: limitWords.title,
    not_asked: app.common.not_asked,
    watch: levelText("watch").title,
    emergency: levelText("emergency").title,
  };
}

export function buildEntries(topics: readonly Topic[], book: Book): Entry[] {
  return [
    ...topics.map(({ id, title, about, text }): Entry => {
      return { href: `#/learn/${id}`, group: words.topics, title, text: `${about}. ${text}` };
    }),
    {
      href: "#/learn/rules",
      group: words.topics,
      title: words.rules.title,
      text: `${words.rules.about}. ${words.what}`,
    },
    ...topics.flatMap(({ id, title, lists }) =>
      lists.flatMap(({ items }) =>
        items.map((item): Entry => ({
          href: `#/learn/${id}/${item.id}`,
          group: title,
          title: item.name,
          text: item.text,
        })),
      ),
    ),
    ...LEVELS.map((level): Entry => {
      const { title, action } = levelText(level);
      return { href: "#/learn/levels", group: words.levels, title, text: action };
    }),
    ...book.rules.map((rule): Entry => {
      return {
        href: `#/learn/${rule.id}`,
        group: words.rules.title,
        title: ruleCriterion(rule.id),
        text: ruleText(book, rule),
      };
    }),
    ...Object.entries(book.thresholds).map(([name, { value, unit }]): Entry => {
      const rule = book.rules.find((candidate) => ruleThresholds(book, candidate).includes(name));
      const title = rule ? `${amountWithUnit(value, unit)}: ${ruleCriterion(rule.id)}` : amountWithUnit(value, unit);
      // "1 h" is found as "60 minutes", too.
      const alternative = unit === "minutes" ? ` (${value} ${ruleMessages.units[unit]})` : "";
      const text = `${ruleMessages.thresholds[name]}${alternative}`;
      return { href: `#/learn/${rule?.id ?? "numbers"}`, group: words.numbers, title, text };
    }),
    ...Object.values(book.names).map((entry): Entry => {
      return {
        href: "#/learn/names",
        group: words.names,
        title: entry.names[0]!,
        text: entry.names.slice(1).join(", "),
      };
    }),
  ];
}
