import { expect, it } from "vitest";
import { blankRecord } from "../../../src/model/records";
import type { BackgroundKind } from "../../../src/model/types";
import { preparations, type PreparationInput } from "../../../src/screens/care/preparations";

const nothing: PreparationInput = { questions: [], background: [], ticked: [], today: "2026-11-25" };
const item = (kind: BackgroundKind, name: string, ended_on: string | null = null) =>
  blankRecord("background", { id: `${kind} ${name}`, kind, name, ended_on });
const ready = (more: Partial<PreparationInput>): string[] =>
  preparations({ ...nothing, ...more })
    .filter((line) => line.ready)
    .map(({ key }) => key);
const has = (key: string, more: Partial<PreparationInput>) =>
  preparations({ ...nothing, ...more }).find((line) => line.key === key)?.recorded;

it("takes nothing for granted", () => {
  expect(ready({})).toEqual([]);
});

it("ticks what the diary has, with its count", () => {
  const background = [item("medication", "Metformin"), item("supplement", "Iron"), item("injury", "Back injury")];
  const questions = [
    { id: "a", text: "Why?", discussed: false },
    { id: "b", text: "When?", discussed: true },
  ];
  expect(ready({ background, questions })).toEqual(["questions", "medicines", "injuries"]);
  expect(has("questions", { questions })).toBe("1 question to ask");
  expect(has("medicines", { background })).toBe("2 written down");
});

it("does not count ended items or discussed questions", () => {
  expect(ready({ background: [item("medication", "Metformin", "2026-11-24")] })).toEqual([]);
  expect(ready({ background: [item("medication", "Metformin", "2026-11-25")] })).toEqual(["medicines"]);
  expect(ready({ questions: [{ id: "b", text: "When?", discussed: true }] })).toEqual([]);
});

it("takes “none” for an answer only when it was given for both", () => {
  const no = item("medication", "");
  expect(ready({ background: [no] })).toEqual([]);
  expect(has("medicines", { background: [no, item("supplement", "")] })).toBe("You said: none.");
});

it("leaves the rest to be ticked by hand", () => {
  expect(ready({ ticked: ["company", "results"] })).toEqual(["results", "company"]);
  expect(
    preparations(nothing)
      .filter((line) => line.recorded === null)
      .map(({ key }) => key),
  ).toEqual(["symptoms", "summary", "results", "company"]);
});
