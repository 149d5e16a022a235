import { expect, it } from "vitest";
import { blankRecord } from "../../src/model/records";
import type { Episode } from "../../src/model/types";
import { invalidateStaleReview } from "../../src/triage/clinician-review";

const reviewed: Episode = {
  ...blankRecord("episode", { id: "a", started_at: "2026-11-23T08:00:00Z", ended_at: null, zone: "UTC" }),
  clinician_assessed_at: "2026-11-23T09:00:00Z",
  red_flags: { vision: true, confusion: false },
  severity: 5,
  onset: "minutes",
};

it.each<Partial<Episode>>([
  { red_flags: { vision: true, confusion: true } },
  { symptoms: { leg_weakness: true } },
  { leg_changes: ["swollen"] },
  { areas: ["middle.saddle"] },
  { severity: 6 },
  { sensations: ["numb", "burning"] },
  { onset: "sudden" },
  { trigger: "none" },
  { relief: "nothing" },
])("takes the mark off when something is new or worse: %o", (change) => {
  expect(invalidateStaleReview(reviewed, { ...reviewed, ...change }).clinician_assessed_at).toBeNull();
});

it.each<Partial<Episode>>([
  { note: "better" },
  { severity: 4 },
  { severity: null },
  { interference: 2 },
  { sensations: ["numb", "tingling"] },
  { trigger: "sitting", relief: "moving", onset: "hours" },
  { ended_at: "2026-11-23T10:00:00Z" },
  { red_flags: { vision: false, confusion: false } },
  { red_flags: { vision: true, confusion: true }, clinician_assessed_at: "2026-11-23T11:00:00Z" },
])("keeps it otherwise: %o", (change) => {
  const after = { ...reviewed, ...change };
  expect(invalidateStaleReview(reviewed, after)).toEqual(after);
});
