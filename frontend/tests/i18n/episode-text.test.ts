import { expect, it } from "vitest";
import { isEnteredLate, durationMs, areaNames, episodeSummary, positiveSigns } from "../../src/i18n/episode-text";
import { blankRecord } from "../../src/model/records";
import { newId } from "../../src/model/uuid";

const now = new Date("2026-11-23T03:30:00Z");
const episode = blankRecord("episode", {
  id: "a",
  started_at: new Date("2026-11-23T03:00:00Z").toISOString(),
  zone: "UTC",
});

it("never loses a side", () => {
  expect(areaNames(["left.foot"])).toBe("Left foot");
  expect(areaNames(["left.foot", "left.calf", "right.thigh_front"])).toBe(
    "Left foot, left calf and front of the right thigh",
  );
  expect(areaNames(["left.foot", "right.knee", "right.foot"])).toBe("Both feet and right knee");
  // First, so that "both" cannot be read of the places after it.
  expect(areaNames(["right.knee", "left.toes", "right.toes"])).toBe("Toes of both feet and right knee");
  expect(areaNames(["middle.saddle", "middle.trunk"])).toBe("Saddle area and belly or back");
});

it("summarizes known fields, and notes an unknown place", () => {
  expect(episodeSummary({ ...episode, severity: 4 }, now)).toBe(
    "Place not asked · 30 min, still going on · Strength 4 of 10",
  );
  const ended = { ...episode, ended_at: "2026-11-23T03:12:00Z", areas: ["left.foot" as const] };
  expect(episodeSummary(ended, now)).toBe("Left foot · 12 min");
  expect(durationMs(ended, now)).toBe(12 * 60_000);
});

it("counts a sign only when it was answered with yes", () => {
  expect(positiveSigns({ vision: true, injury: false, confusion: true })).toEqual(["confusion", "vision"]);
  expect(positiveSigns(null)).toEqual([]);
});

it("marks what was entered more than a day after it was over", () => {
  const ended = { ...episode, ended_at: "2026-11-23T03:12:00Z" };
  expect(isEnteredLate({ ...ended, created_at: "2026-11-24T03:12:00Z" })).toBe(false);
  expect(isEnteredLate({ ...ended, created_at: "2026-11-24T03:12:01Z" })).toBe(true);
  expect(isEnteredLate(ended)).toBe(false);
});

it("knows when an entry was made also where no server has seen it, or only later", () => {
  const made = (at: string): string => newId(Date.parse(at));
  const ended = { ...episode, ended_at: "2026-11-23T03:12:00Z" };
  expect(isEnteredLate({ ...ended, id: made("2026-11-24T03:12:01Z") })).toBe(true);
  const sentLater = { ...ended, id: made("2026-11-23T03:12:01Z"), created_at: "2026-12-24T00:00:00Z" };
  expect(isEnteredLate(sentLater)).toBe(false);
});
