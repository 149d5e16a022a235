import { expect, it } from "vitest";
import type { Finding, Level, Prompt, Verdict } from "../../../src/model/types";
import { currentVerdict, withOpenEmergency } from "../../../src/screens/verdict/current-verdict";

const at = "2026-11-23T12:00:00Z";
const verdict = (level: Level | null, more: Partial<Verdict> = {}): Verdict => ({
  could_not_check: false,
  emergency_signs: [],
  level,
  findings: [],
  undetermined: [],
  rules_version: "1",
  assessed_at: at,
  ...more,
});
const from = (server: Verdict | null, phone: Verdict, updated_at?: string, waiting = 0): string =>
  currentVerdict({ server, phone, records: updated_at ? [{}, { updated_at }] : [{}], unsyncedCount: waiting }).source;

it("takes the server's word once it has seen everything", () => {
  expect(from(verdict("see_provider"), verdict("watch"), "2026-11-23T11:59:59Z")).toBe("server");
});

it("takes the phone's while the server has not seen a record", () => {
  expect(from(null, verdict(null))).toBe("phone");
  expect(from(verdict("see_provider"), verdict(null), undefined, 1)).toBe("phone");
  expect(from(verdict("see_provider"), verdict(null), "2026-11-23T12:00:01Z")).toBe("phone");
});

it("takes the phone's when time has raised it", () => {
  expect(from(verdict("watch"), verdict("see_provider"))).toBe("phone");
  expect(from(verdict(null), verdict("watch"))).toBe("phone");
});

it("never lets a failed check hide one that worked", () => {
  expect(from(verdict(null, { could_not_check: true }), verdict("watch"))).toBe("phone");
  expect(from(verdict("watch"), verdict(null, { could_not_check: true }))).toBe("server");
});

it("keeps an emergency on top until it is answered, though time has lowered the verdict", () => {
  const finding = (rule: string, level: Level): Finding => ({
    rule,
    level,
    origin: "source",
    threshold: null,
    default_threshold: null,
    hysteresis: false,
    reminds: false,
    evidence: { episodes: [], alerts: ["a"], days: [], value: null },
  });
  const open: Prompt = {
    id: "p",
    level: "emergency",
    opened_at: at,
    findings: [finding("emergency_vision", "emergency")],
  };
  const now = verdict("see_provider_soon", {
    findings: [finding("emergency_vision", "see_provider_soon"), finding("long_hour", "see_provider")],
  });
  const shown = { verdict: now, source: "server" } as const;
  const result = withOpenEmergency(shown, [open]).verdict;
  expect(result.level).toBe("emergency");
  expect(result.findings.map(({ rule, level }) => `${rule} ${level}`)).toEqual([
    "emergency_vision emergency",
    "long_hour see_provider",
  ]);
  expect(
    withOpenEmergency({ ...shown, verdict: verdict(null, { could_not_check: true }) }, [open]).verdict,
  ).toMatchObject({
    level: "emergency",
    could_not_check: false,
  });
  for (const other of [
    { ...open, closed_at: at },
    { ...open, level: "see_provider" as const },
  ]) {
    expect(withOpenEmergency(shown, [other])).toBe(shown);
  }
});
