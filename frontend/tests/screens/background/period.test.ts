import { expect, it } from "vitest";
import { periodText, periodErrors } from "../../../src/screens/background/period";

const days = (started_on: string | null, ended_on: string | null) => ({ started_on, ended_on });

it("formats the days as far as they are known", () => {
  const text = (kind: "medication" | "visit", ...[first, last]: Parameters<typeof days>): string =>
    periodText({ kind, ...days(first, last) });
  expect(text("medication", "2026-03-01", "2026-04-05")).toBe("1 Mar 2026 to 5 Apr 2026");
  expect(text("medication", "2026-03-01", "2026-03-01")).toBe("1 Mar 2026");
  expect(text("medication", "2026-03-01", null)).toBe("Since 1 Mar 2026");
  expect(text("visit", "2026-03-01", null)).toBe("1 Mar 2026");
  expect(text("medication", null, "2026-04-05")).toBe("Until 5 Apr 2026");
  expect(text("medication", null, null)).toBe("Dates not known");
});

it("takes any days that can be, and none at all", () => {
  for (const [first, last] of [
    ["2026-03-01", "2026-03-01"],
    ["1900-01-01", null],
    [null, "2199-12-31"],
    [null, null],
  ] as const)
    expect(periodErrors(days(first, last))).toEqual({});
});

it("names the day that cannot be", () => {
  expect(Object.keys(periodErrors(days("2026-03-02", "2026-03-01")))).toEqual(["ended_on"]);
  expect(Object.keys(periodErrors(days("1899-12-31", null)))).toEqual(["started_on"]);
  expect(Object.keys(periodErrors(days(null, "20260-03-01")))).toEqual(["ended_on"]);
});
