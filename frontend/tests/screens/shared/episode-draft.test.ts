import { expect, it } from "vitest";
import type { Episode } from "../../../src/model/types";
import { blankRecord } from "../../../src/model/records";
import { draftChanges, mergeDraft, withSign, withoutOtherSigns } from "../../../src/screens/shared/episode-draft";

const saved: Episode = {
  ...blankRecord("episode", {
    id: "a",
    started_at: new Date("2026-11-23T03:00:27.123Z").toISOString(),
    zone: "Europe/Berlin",
  }),
  areas: ["left.foot", "left.calf"],
  symptoms: { dizziness: true, rash: false },
  leg_changes: [],
  severity: 0,
  version: 3,
};

it("requires no answers of an episode that has just begun", () => {
  const { id, started_at, zone, ...rest } = blankRecord("episode", {
    id: "a",
    started_at: new Date(0).toISOString(),
    zone: "UTC",
  });
  expect([id, started_at, zone]).toEqual(["a", "1970-01-01T00:00:00.000Z", "UTC"]);
  expect(new Set(Object.values(rest))).toEqual(new Set([null]));
});

it("finds no change when nothing was touched, whatever the order", () => {
  const draft = {
    ...saved,
    areas: ["left.calf" as const, "left.foot" as const],
    symptoms: { rash: false, dizziness: true },
  };
  expect(draftChanges(saved, draft)).toEqual({});
});

it("distinguishes not asked from none", () => {
  expect(draftChanges(saved, { ...saved, leg_changes: null })).toEqual({ leg_changes: null });
  expect(draftChanges(saved, { ...saved, severity: null })).toEqual({ severity: null });
  expect(draftChanges({ ...saved, leg_changes: null }, saved)).toEqual({ leg_changes: [] });
});

it("keeps what changed elsewhere while the sheet was open", () => {
  const newest = { ...saved, ended_at: "2026-11-23T03:40:00.000Z", version: 4 };
  const draft = { ...saved, severity: 5 };
  expect(mergeDraft(newest, saved, draft)).toEqual({ ...newest, severity: 5 });
});

it("leaves an ongoing episode going and an ended one ended", () => {
  expect(mergeDraft(saved, saved, { ...saved, note: "x" }).ended_at).toBeNull();
  const ended = { ...saved, ended_at: "2026-11-23T03:40:11.500Z" };
  expect(mergeDraft(ended, ended, { ...ended, note: "x" }).ended_at).toBe(ended.ended_at);
});

it("ticks signs without answering the others", () => {
  expect(withSign(null, "vision", true)).toEqual({ vision: true });
  expect(withSign({ vision: true }, "vision", false)).toBeNull();
  expect(withSign({ vision: true, injury: false }, "vision", false)).toEqual({ injury: false });
});

it("answers no to the signs without an answer, and keeps each yes", () => {
  expect(withoutOtherSigns({ vision: true }, ["vision", "injury"])).toEqual({ vision: true, injury: false });
});
