import { expect, it } from "vitest";
import type { Changes } from "../../../src/model/types";
import { headline, isRecent, changeSentences } from "../../../src/screens/changes/change-text";

const same: Changes = {
  at: "2026-11-23T12:00:00Z",
  level: { before: "watch", now: "watch" },
  new: [],
  gone: [],
  risen: [],
  fallen: [],
  values: [],
  undetermined: [],
  determined: [],
  rules_version: { before: "1.2.0", now: "1.2.0" },
};

it("describes the level first, then new findings", () => {
  const changes: Changes = { ...same, level: { before: null, now: "see_provider" }, new: ["long_hour"] };
  expect(changeSentences(changes)).toEqual([
    "The level rose from “nothing” to “See a provider”.",
    "New: “It lasts a long time”.",
  ]);
  expect(headline(changes)).toBe("The level rose from “nothing” to “See a provider”.");
});

it("describes lower levels and removed findings", () => {
  const changes: Changes = {
    ...same,
    level: { before: "emergency", now: "see_provider_soon" },
    gone: ["weakness"],
    fallen: [{ rule: "emergency_speech", before: "emergency", now: "see_provider_soon" }],
  };
  expect(changeSentences(changes)).toEqual([
    "The level fell from “Call emergency services now” to “See a provider soon”.",
    "Less serious: “Slurred speech”. From “Call emergency services now” to “See a provider soon”.",
    "No longer: “The leg is weak”.",
  ]);
});

it("names the rule whose level rose", () => {
  const risen: Changes["risen"] = [{ rule: "medicine_link", before: "see_provider", now: "see_provider_soon" }];
  expect(changeSentences({ ...same, risen })).toEqual([
    "More serious: “It came while you took a medicine that can do this”. From “See a provider” to “See a provider soon”.",
  ]);
});

it("describes measured values with their unit", () => {
  const values: Changes["values"] = [
    { rule: "frequent_week", before: 3, now: 4 },
    { rule: "long_hour", before: null, now: 60 },
    { rule: "long_day", before: 1440, now: 1500 },
  ];
  expect(changeSentences({ ...same, values })).toEqual([
    "Still: “It happens often in one week”. From 3 to 4 days in 7.",
    "Still: “It lasts a day or more”. From 1 day to 1 d 1 h.",
  ]);
});

it("names three open questions and counts the others", () => {
  const undetermined = ["weakness", "sudden", "no_reason", "long_hour", "long_day"];
  expect(changeSentences({ ...same, undetermined })).toEqual([
    "A question was left open: “The leg is weak”, “It comes on suddenly”, “It comes for no clear reason” and 2 more.",
  ]);
});

it("does not say twice what was answered and matches now", () => {
  expect(changeSentences({ ...same, determined: ["weakness", "sudden"], new: ["weakness"] })).toEqual([
    "New: “The leg is weak”.",
    "An open question was answered: “It comes on suddenly”.",
  ]);
});

it("mentions changed rules, and changed entries or limits if nothing else changed", () => {
  const rules_version = { before: "1.1.0", now: "1.2.0" };
  expect(changeSentences({ ...same, rules_version })).toEqual([
    "The rules themselves changed: version 1.1.0 became 1.2.0.",
  ]);
  expect(changeSentences(same)).toEqual(["The entries or the limits behind it changed."]);
});

it("is recent for seven days", () => {
  expect(isRecent(same, new Date("2026-11-30T11:59:59Z"))).toBe(true);
  expect(isRecent(same, new Date("2026-11-30T12:00:00Z"))).toBe(false);
});
