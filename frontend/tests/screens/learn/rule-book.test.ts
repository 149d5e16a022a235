import { render } from "svelte/server";
import { expect, it } from "vitest";
import { rules as file } from "../../../src/triage/rules";
import { applyThresholds } from "../../../src/triage/thresholds";
import { type Book, rulesByLevel, ruleThresholds } from "../../../src/screens/learn/rule-book";
import { ruleMessages } from "../../../src/i18n/rule-messages";
import { amountWithUnit } from "../../../src/screens/verdict/finding-text";
import RuleBook from "../../../src/screens/learn/RuleBook.svelte";

const book = file as unknown as Book;

function renderedText(rulesBook: Book): string {
  const { body } = render(RuleBook, { props: { book: rulesBook } });
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return body
    .replace(/<!--.*?-->/g, "")
    .replace(/<(?!a )[^>]*>/g, " ")
    .replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all)
    .replace(/\s+/g, " ");
}

const page = renderedText(book);

it.each(book.rules)("shows the rule $id with its source", ({ id, source }) => {
  expect(page).toContain(ruleMessages.rules[id]!.criterion);
  expect(page).toContain(`href="${book.sources[source]}" target="_blank" rel="noopener noreferrer"`);
});

it.each(Object.entries(book.thresholds))("shows the number %s and why", (name, { value, unit, judgement }) => {
  expect(page).toContain(
    `${amountWithUnit(value, unit)} ${ruleMessages.thresholds[name]}${judgement ? " Our judgement" : ""}`,
  );
});

it("lists each threshold with the rule that it belongs to", () => {
  expect(page).toContain("8 days in 28 : It happens often in four weeks About twice a week");
  expect(page).toContain("0.75 of the limit A count");
});

it("shows every level, name and change", () => {
  for (const { title, action } of [...Object.values(ruleMessages.levels), ruleMessages.no_level])
    expect(page).toContain(`${title}. ${action}`);
  for (const { names } of Object.values(book.names)) expect(page).toContain(names.slice(1).join(", "));
  for (const version of book.changes) expect(page).toContain(`${version} ${ruleMessages.changes[version]}`);
  expect(page).toContain(`Version ${book.version} of the rules`);
});

it("shows the diary's own number beside the usual one, also in the condition", () => {
  const other = renderedText(applyThresholds(book, { frequent_week_days: 5, recent_entry_days: 1 }));
  expect(other).toContain("5 days in 7 Changed in your diary. Usually 3.");
  expect(other).not.toContain("Usually 28.");
  expect(other).toContain("Some limits are changed in your diary.");
  expect(page).not.toContain("Some limits are changed");
  expect(other).toContain("you had it on 5 or more of the last 7 days");
});

it("has every rule once, the gravest first", () => {
  const groups = rulesByLevel(book, "");
  expect(groups.map(({ level }) => level)).toEqual(["emergency", "see_provider_soon", "see_provider", "watch"]);
  expect(groups.flatMap(({ rules }) => rules)).toHaveLength(book.rules.length);
});

it("finds a rule by words of its condition, in any order", () => {
  const matches = rulesByLevel(book, "Rest  walking").flatMap(({ rules }) => rules.map(({ id }) => id));
  expect(matches).toEqual(["walking"]);
  expect(rulesByLevel(book, "no such word")).toEqual([]);
});

it("names the numbers in a rule's conditions and in its facts", () => {
  const rule = (id: string) => book.rules.find((rule) => rule.id === id)!;
  expect(ruleThresholds(book, rule("no_reason"))).toEqual(["no_reason_minutes"]);
  expect(ruleThresholds(book, rule("limb_circulation")).sort()).toEqual([
    "limb_circulation_days",
    "limb_circulation_signs",
    "limb_pain_severity",
    "recent_emergency_days",
  ]);
});
