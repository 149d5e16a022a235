import { expect, it, vi } from "vitest";
import { blankRecord } from "../../../src/model/records";
import { checkDiary, checkEntry, missingInDiary, missingInEntry } from "../../../src/screens/verdict/evaluate";

const now = new Date("2026-11-23T12:00:00Z");
const about = { id: "0198e63f-d600-7f4b-bca9-349edcf4bb99", started_at: "2026-11-23T08:00:00Z" } as const;
const deviceRules = blankRecord("episode", { ...about, zone: "Europe/Berlin", start_precision: "exact" });
const elsewhere = { ...deviceRules, zone: "Mars/Base" };
const diary = { episodes: [deviceRules], alerts: [], background: [], zone: "Europe/Berlin", thresholds: {} };

it("returns the missing answers of undetermined rules", () => {
  const { undetermined } = checkDiary(diary, now);
  const [first] = missingInDiary(diary, undetermined, now);
  expect(first!.rule).toBe("emergency_injury");
  expect(first!.fields.map(({ field }) => field)).toEqual(["red_flags.injury"]);
  expect(missingInEntry(deviceRules, ["weakness"], now, {}).map(({ rule }) => rule)).toEqual(["weakness"]);
});

it("names the open rules, the gravest first, where this phone cannot say their questions", () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const open = [
    { rule: "saddle", fields: [], background: [] },
    { rule: "weakness", fields: [], background: [] },
  ];
  expect(missingInDiary({ ...diary, episodes: [elsewhere] }, ["weakness", "saddle"], now)).toEqual(open);
  expect(missingInEntry(elsewhere, ["weakness", "saddle"], now, {})).toEqual(open);
  const unchecked = checkEntry(elsewhere, now, {});
  expect(unchecked.could_not_check).toBe(true);
  expect(missingInEntry(elsewhere, unchecked.undetermined, now, {})).toEqual([]);
  expect(logged).toHaveBeenCalled();
  logged.mockRestore();
});
