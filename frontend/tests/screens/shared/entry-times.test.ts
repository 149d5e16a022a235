import { expect, it } from "vitest";
import { words } from "../../../src/i18n";
import { endChoices, parseWallTime, startChoices, timeErrors } from "../../../src/screens/shared/entry-times";

const now = new Date("2026-11-23T03:30:00Z");

it("counts back from now, and calls a guess a guess", () => {
  const times = Object.fromEntries(startChoices(now).map(({ value, times }) => [value, times]));
  expect(times["now"]).toEqual({ started_at: "2026-11-23T03:30:00.000Z", start_precision: "exact" });
  expect(times["60"]).toEqual({ started_at: "2026-11-23T02:30:00.000Z", start_precision: "about" });
});

it("does not make up a time for waking with it", () => {
  const woke = startChoices(now).find(({ value }) => value === "woke");
  expect(woke?.times).toEqual({ start_precision: "woke_with_it" });
});

it("offers no end in the future", () => {
  const values = (start: string): string[] => endChoices(start, now).map(({ value }) => value);
  expect(values("2026-11-23T03:20:00Z")).toEqual(["still", "now", String(5 * 60_000)]);
  expect(values("2026-11-23T01:40:00Z")).toHaveLength(8);
});

it("offers an end some minutes ago where the times after the start do not reach", () => {
  const ago = (start: string): string[] =>
    endChoices(start, now).flatMap(({ value, times }) => (value.startsWith("ago") ? [times.ended_at!] : []));
  expect(ago("2026-11-23T02:20:00Z")).toEqual([]);
  expect(ago("2026-11-23T01:20:00Z")).toEqual([15, 30, 60].map((min) => new Date(+now - min * 60_000).toISOString()));
});

it("ends a given time after the start", () => {
  const after = endChoices("2026-11-23T03:00:00.000Z", now).find(({ value }) => value === String(15 * 60_000));
  expect(after?.times).toEqual({ ended_at: "2026-11-23T03:15:00.000Z" });
});

it("finds times that cannot be", () => {
  const ok = { started_at: "2026-11-23T03:00:00Z", ended_at: null };
  expect(timeErrors(ok, now)).toEqual({});
  expect(timeErrors({ ...ok, started_at: "2026-11-23T03:35:00Z" }, now)).toEqual({});
  expect(timeErrors({ ...ok, started_at: "2026-11-23T03:35:01Z" }, now)).toEqual({ start: words.time.in_future });
  expect(timeErrors({ ...ok, started_at: "1899-12-31T23:00:00Z" }, now)).toEqual({ start: words.time.too_old });
  expect(timeErrors({ ...ok, ended_at: "2026-11-23T02:59:59Z" }, now)).toEqual({ end: words.time.end_before_start });
  expect(timeErrors({ ...ok, ended_at: "2026-11-23T03:35:01Z" }, now)).toEqual({ end: words.time.in_future });
});

it("parses an exact time, or returns the reason why it cannot", () => {
  expect(parseWallTime("2026-11-23T04:30", "Europe/Berlin")).toEqual({ instants: [now] });
  expect(parseWallTime("2026-10-25T02:30", "Europe/Berlin")).toHaveProperty("instants.length", 2);
  expect(parseWallTime("2026-03-29T02:30", "Europe/Berlin")).toEqual({ error: words.time.no_such_time });
  expect(parseWallTime("", "Europe/Berlin")).toEqual({ error: words.time.not_readable });
});
