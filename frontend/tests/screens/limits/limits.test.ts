import { expect, it } from "vitest";
import { limits as limitWords } from "../../../src/i18n/limits";
import { thresholdCriterion } from "../../../src/screens/verdict/finding-text";
import { LIMITS, groupByQuantity, stepValue } from "../../../src/screens/limits/limits";

const named = (name: string) => LIMITS.find((limit) => limit.name === name)!;

it("has no number that an emergency rule hangs on", () => {
  const names = LIMITS.map(({ name }) => name);
  expect(names).toContain("frequent_month_days");
  expect(names).not.toContain("recent_emergency_days");
  expect(names).not.toContain("positional_relief_minutes");
});

it("describes each limit in words", () => {
  for (const { name } of LIMITS) expect(thresholdCriterion(name)).not.toBe(name);
  expect(Object.keys(limitWords.groups)).toEqual(
    expect.arrayContaining(groupByQuantity(LIMITS).map(([about]) => about)),
  );
});

it("goes up and down within the bounds", () => {
  const { bounds, defaultValue } = named("long_hour_minutes");
  expect(stepValue(named("long_hour_minutes"), defaultValue, 1)).toBe(75);
  expect(stepValue(named("long_hour_minutes"), bounds.min, -1)).toBe(bounds.min);
  expect(stepValue(named("long_hour_minutes"), bounds.max - 1, 1)).toBe(bounds.max);
  expect(stepValue(named("frequent_month_days"), 8, -1)).toBe(7);
});

it("comes back to the usual number by single taps", () => {
  for (const limit of LIMITS)
    for (const direction of [1, -1] as const)
      expect(stepValue(limit, stepValue(limit, limit.defaultValue, direction), direction === 1 ? -1 : 1)).toBe(
        limit.defaultValue,
      );
});
