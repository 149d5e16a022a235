import { expect, it } from "vitest";
import { isReminderDue } from "../../../src/screens/shared/still-numb";

const MINUTE = 60_000;
const isDue = (lasted: number, answered = 0, opened = -1): boolean =>
  isReminderDue(lasted * MINUTE, answered * MINUTE, opened * MINUTE);

it("is due once after ten minutes, an hour and a day", () => {
  for (const [before, at] of [
    [0, 10],
    [11, 60],
    [61, 12 * 60 + 61],
    [20 * 60, 24 * 60],
  ] as const) {
    expect(isDue(at - 1, before), `${at} min`).toBe(false);
    expect(isDue(at, before), `${at} min`).toBe(true);
    expect(isDue(at, at), `${at} min, answered`).toBe(false);
  }
});

it("is due once for all intervals missed while the diary was closed", () => {
  expect(isDue(30 * 60)).toBe(true);
  expect(isDue(30 * 60, 30 * 60)).toBe(false);
  expect(isDue(41 * 60, 30 * 60)).toBe(false);
  expect(isDue(42 * 60, 30 * 60)).toBe(true);
});

it("is due when the diary is opened again a while after the last answer", () => {
  expect(isDue(300, 61, 300)).toBe(true);
  expect(isDue(301, 300, 300)).toBe(false);
  expect(isDue(70, 61, 70)).toBe(false);
});
