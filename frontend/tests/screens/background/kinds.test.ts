import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import type { BackgroundItem } from "../../../src/model/types";
import english from "../../../src/i18n/rest/en.json";
import spanish from "../../../src/i18n/rest/es.json";
import { sortItems, suggestions } from "../../../src/screens/background/kinds";

const [en, es] = [english.suggestions, spanish.suggestions];
const item = (name: string, more: Partial<BackgroundItem> = {}): BackgroundItem =>
  blankRecord("background", { id: name, kind: "medication", name, ...more });
const suggested = (typed: string, ...names: string[]): string[] =>
  suggestions(
    "medication",
    typed,
    names.map((name) => item(name)),
    en,
  );

it("suggests what was written down before, then the names of Learn, each once", () => {
  expect(suggested("", "Ibuprofen", "metformin", "").slice(0, 3)).toEqual(["Ibuprofen", "metformin", "Chemotherapy"]);
  expect(suggested("").filter((name) => name.toLowerCase() === "metformin")).toHaveLength(1);
});

it("narrows them down to what was typed, and adds the many names the rules know", () => {
  expect(suggested("")).not.toContain("Avelox");
  expect(suggested("avel")).toEqual(["Avelox", "Navelbine"]);
  expect(suggested("FLOX").slice(0, 2)).toEqual(["Ciprofloxacin", "Levofloxacin"]);
  expect(suggested("cip")[0]).toBe("Ciprofloxacin");
  expect(suggested("nothing like it")).toEqual([]);
});

it("does not suggest what is typed whole", () => {
  expect(suggested("Metformin")).not.toContain("Metformin");
});

it("finds a name without its accents", () => {
  expect(suggestions("condition", "multiple", [], es)).toContain(es.condition.multiple_sclerosis);
  expect(es.condition.multiple_sclerosis.toLowerCase()).not.toContain("multiple");
});

it("suggests nothing before the kind is known", () => {
  expect(suggestions(null, "", [item("Ibuprofen")], en)).toEqual([]);
});

it("puts what goes on first, and the latest before what is long ago", () => {
  const items = [
    item("stopped", { started_on: "2026-01-01", ended_on: "2026-11-24" }),
    item("no days"),
    item("old", { started_on: "2020-01-01" }),
    item("new", { started_on: "2026-11-01" }),
    item("until today", { started_on: "2026-02-01", ended_on: "2026-11-25" }),
    item("stopped long ago", { started_on: "2025-01-01", ended_on: "2025-02-01" }),
  ];
  expect(sortItems(items, "2026-11-25").map(({ name }) => name)).toEqual([
    "until today",
    "new",
    "old",
    "no days",
    "stopped",
    "stopped long ago",
  ]);
});
