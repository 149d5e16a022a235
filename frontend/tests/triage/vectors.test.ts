/** The shared vectors, as pytest runs them: see tests/triage/test_vectors.py. */

import { describe, expect, it } from "vitest";
import { rules as file } from "../../src/triage/rules";
import type { Alert, Episode } from "../../src/model/types";
import type { Fact, Rules } from "../../src/triage/conditions";
import { evaluate } from "../../src/triage/engine";
import { diarySubjects } from "../../src/triage/facts";
import { applyThresholds } from "../../src/triage/thresholds";
import { COUNT, type VectorInput, vectors } from "../fixtures/vectors";
import { entryVerdict, diaryVerdict } from "../../src/triage/verdict";

const rules = file as unknown as Rules;
interface Vector extends VectorInput {
  thresholds?: Record<string, number>;
  facts?: Record<string, Record<string, Fact>>;
  level: string | null;
  findings: Record<string, Record<string, unknown>>;
  undetermined: string[];
}

const all = vectors<Vector>();

describe("the shared vectors", () => {
  it.each(all)("$title", ({ vector, episodes, alerts, background }) => {
    const now = new Date(vector.now);
    const own = applyThresholds(rules, vector.thresholds ?? {});
    const withoutDeleted = <T extends Episode | Alert>(records: T[]): T[] =>
      records.filter(({ deleted_at }) => !deleted_at);
    const subjects = diarySubjects(withoutDeleted(episodes), withoutDeleted(alerts), background, now, vector.zone, own);
    for (const [id, expected] of Object.entries(vector.facts ?? {})) {
      const known = subjects
        .filter(({ facts, episodes, alerts }) =>
          id === "history"
            ? !("duration_minutes" in facts)
            : [...episodes, ...alerts].includes(id) && "duration_minutes" in facts,
        )
        .reduce<Record<string, Fact>>((sum, { facts }) => ({ ...sum, ...facts }), {});
      for (const [name, value] of Object.entries(expected)) expect([name, known[name]]).toEqual([name, value]);
    }

    const verdict = diaryVerdict({ episodes, alerts, background, now, zone: vector.zone, rules: own });

    expect(verdict.could_not_check).toBe(false);
    expect(verdict.level).toBe(vector.level);
    expect([...verdict.undetermined].sort()).toEqual([...vector.undetermined].sort());
    expect(verdict.findings.map(({ rule }) => rule).sort()).toEqual(Object.keys(vector.findings).sort());
    for (const finding of verdict.findings)
      expect({ ...finding, ...finding.evidence }).toMatchObject({
        hysteresis: false,
        ...vector.findings[finding.rule],
      });
  });

  it("are as many as the server runs", () => {
    expect(all).toHaveLength(COUNT);
  });
});

describe("a verdict", () => {
  const { episodes } = all[0]!;
  const now = new Date(all[0]!.vector.now);

  it("of one entry leaves out the rules about the whole diary", () => {
    const blank = { ...episodes[0]!, red_flags: null, trigger: null };
    expect(entryVerdict(blank, now, rules).undetermined).toHaveLength(9);
  });

  it("of one entry omits findings that a clinician assessed, as that of the diary does", () => {
    const sign = { ...episodes[0]!, started_at: "2026-11-23T08:00:00Z", ended_at: null, red_flags: { vision: true } };
    const at = new Date("2026-11-23T12:00:00Z");
    const rulesFound = (assessedAt: string | null): string[] =>
      entryVerdict({ ...sign, clinician_assessed_at: assessedAt }, at, rules).findings.map(({ rule }) => rule);
    expect(rulesFound(null)).toContain("emergency_vision");
    expect(rulesFound("2026-11-23T07:00:00Z")).toContain("emergency_vision"); // not at this one
    expect(rulesFound("2026-11-23T11:30:00Z")).toEqual([]);
    expect(rulesFound("2026-11-23T11:00:00Z")).toEqual(["long_hour"]);
  });

  it("is could_not_check, with the signs, when a rule is invalid", () => {
    const broken = { ...rules, facts: {} };
    const verdict = entryVerdict(episodes[0]!, now, broken);
    expect(verdict.could_not_check).toBe(true);
    expect(verdict.emergency_signs).toHaveLength(7);
  });

  it("refuses a fact of a wrong type", () => {
    const subject = { facts: { duration_minutes: "60" }, episodes: [], alerts: [], days: [] };
    expect(() => evaluate(rules, [subject])).toThrow(TypeError);
  });
});
