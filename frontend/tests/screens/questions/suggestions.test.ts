import { expect, it } from "vitest";
import type { Question } from "../../../src/model/types";
import { CATALOGS } from "../../fixtures/catalogs";
import { containsQuestion, suggestQuestions } from "../../../src/screens/questions/suggestions";

const list: Question[] = [{ id: "a", text: "What could cause this?", discussed: true }];

it("knows a question again, whatever its capitals, spaces and signs", () => {
  expect(containsQuestion(list, " what could  cause THIS ")).toBe(true);
  expect(containsQuestion(list, "What could cause that?")).toBe(false);
  expect(containsQuestion(list, "What could cause this?", "a")).toBe(false);
});

it("suggests what is not on the list yet", () => {
  expect(suggestQuestions(list, { cause: "What could cause this?", tests: "Which tests do I need?" })).toEqual([
    "Which tests do I need?",
  ]);
});

it.each(Object.entries(CATALOGS))("has a dozen to suggest in %s, each another one", (_, { care }) => {
  const all = Object.values(care.ask);
  expect(all).toHaveLength(12);
  for (const text of all)
    expect(all.filter((other) => containsQuestion([{ id: "", text, discussed: false }], other))).toEqual([text]);
});
