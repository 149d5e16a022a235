/** Random diaries with what the server says of them: tests/triage/test_two_engines.py draws them. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rules as file } from "../../src/triage/rules";
import type { Alert, Episode, Finding } from "../../src/model/types";
import type { Background } from "../../src/triage/background-facts";
import type { Rules } from "../../src/triage/conditions";
import type { Subject } from "../../src/triage/engine";
import { diarySubjects } from "../../src/triage/facts";
import { evaluateWithHysteresis } from "../../src/triage/hysteresis";
import { applyThresholds } from "../../src/triage/thresholds";

interface Case {
  diary: {
    now: string;
    zone: string;
    episodes: Episode[];
    alerts: Alert[];
    background: Background;
    thresholds: Record<string, number>;
  };
  subjects: Subject[];
  level: string | null;
  findings: Finding[];
  undetermined: string[];
}
const rules = file as unknown as Rules;
const path = process.env["DIARIES"];

it.skipIf(!path)(
  "evaluates random diaries as the server does",
  () => {
    const cases = JSON.parse(readFileSync(path!, "utf8")) as Case[];
    expect(cases.length).toBeGreaterThan(1000);
    for (const { diary, subjects, ...expected } of cases) {
      const withoutDeleted = <T extends Episode | Alert>(records: T[]): T[] =>
        records.filter(({ deleted_at }) => !deleted_at);
      const [episodes, alerts, now] = [
        withoutDeleted(diary.episodes),
        withoutDeleted(diary.alerts),
        new Date(diary.now),
      ];
      const changed = applyThresholds(rules, diary.thresholds);
      const about = JSON.stringify(diary);
      const own = diarySubjects(episodes, alerts, diary.background, now, diary.zone, changed);
      expect(own.map(sorted), about).toEqual(subjects);
      expect(evaluateWithHysteresis(changed, episodes, alerts, diary.background, now, diary.zone), about).toEqual(
        expected,
      );
    }
  },
  120_000,
);

/** Sets have no order. */
function sorted({ facts, episodes, alerts, days }: Subject): Subject {
  const plain = Object.entries(facts).map(
    ([name, fact]) => [name, Array.isArray(fact) ? [...(fact as string[])].sort() : fact] as const,
  );
  return { facts: Object.fromEntries(plain), episodes: [...episodes].sort(), alerts: [...alerts].sort(), days };
}
