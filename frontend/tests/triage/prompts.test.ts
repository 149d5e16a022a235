import { expect, it } from "vitest";
import { rules as rulesFile } from "../../src/triage/rules";
import { blankRecord } from "../../src/model/records";
import type { Alert, Episode, PromptAnswer, Verdict } from "../../src/model/types";
import { applyAnswer } from "../../src/triage/prompt-answers";
import type { Rules } from "../../src/triage/conditions";
import { countRules, updatePrompts, type PhonePrompt } from "../../src/triage/prompts";
import { diaryVerdict } from "../../src/triage/verdict";

const rules = rulesFile as unknown as Rules;
const NOW = Date.parse("2026-11-23T12:00:00Z");
const DAY = 86_400_000;
const HOUR = DAY / 24;
const at = (ms: number): string => new Date(ms).toISOString();

/** A phone without an account: what is in it, and what it has asked. */
class Phone {
  episodes: Episode[] = [];
  alerts: Alert[] = [];
  prompts: PhonePrompt[] = [];
  #ids = 0;

  log(more: Partial<Episode> & { ago?: number; minutes?: number | null }): Episode {
    const { ago = 3 * HOUR, minutes = 5, ...fields } = more;
    const start = NOW - ago;
    const ended_at = minutes === null ? null : at(start + minutes * 60_000);
    const episode = blankRecord("episode", {
      id: `e${this.#ids++}`,
      started_at: at(start),
      ended_at,
      zone: "UTC",
      ...fields,
    });
    this.episodes.push(episode);
    return episode;
  }

  alert(sign: string, when = NOW): void {
    this.alerts.push({
      id: `a${this.#ids++}`,
      noticed_at: at(when),
      zone: "UTC",
      red_flags: { [sign]: true },
      last_known_well_at: null,
      clinician_assessed_at: null,
    });
  }

  /** What is open at a moment. */
  openPrompt(when = NOW): PhonePrompt | undefined {
    const verdictAt = (now: Date) =>
      diaryVerdict({ episodes: this.episodes, alerts: this.alerts, background: [], now, zone: "UTC", rules });
    const now = new Date(when);
    this.prompts = updatePrompts(this.prompts, verdictAt(now), {
      now,
      rules,
      verdictAt,
      newId: () => `p${this.#ids++}`,
    });
    return this.prompts.find(({ closed_at }) => !closed_at);
  }

  answer(answer: PromptAnswer, when = NOW): void {
    const open = this.openPrompt(when)!;
    this.prompts = applyAnswer(this.prompts, open, answer, new Date(when), at(when).slice(0, 10));
  }
}

const rulesIn = (prompt: PhonePrompt | undefined): string[] => (prompt?.findings ?? []).map(({ rule }) => rule);

it("opens at a level that may remind, and not at watch level", () => {
  const phone = new Phone();
  for (const days of [0, 1, 2]) phone.log({ ago: days * DAY + HOUR, relief_minutes: 20 });
  expect(phone.openPrompt()).toBeUndefined();
  phone.log({ minutes: 90 });
  expect(phone.openPrompt()).toMatchObject({ level: "see_provider", opened_at: at(NOW) });
  expect(rulesIn(phone.openPrompt())).toEqual(["long_hour"]);
});

it("reaches over weeks by itself", () => {
  const phone = new Phone();
  for (let days = 0; days < 8; days += 1) phone.log({ ago: days * 3 * DAY + HOUR });
  expect(rulesIn(phone.openPrompt())).toEqual(["frequent_month"]);
});

it("changes nothing when nothing differs", () => {
  const phone = new Phone();
  phone.log({ minutes: 90 });
  phone.openPrompt();
  const before = phone.prompts;
  phone.openPrompt(NOW + HOUR);
  expect(phone.prompts).toBe(before);
});

it("is raised when the level rises, as the same prompt, not put off any more", () => {
  const phone = new Phone();
  phone.log({ minutes: 90 });
  phone.answer({ answer: "snooze", days: 7 });
  const { id } = phone.openPrompt()!;
  phone.alert("confusion", NOW + DAY);
  expect(phone.openPrompt(NOW + DAY)).toMatchObject({
    id,
    level: "emergency",
    snoozed_until: null,
    raised_at: at(NOW + DAY),
  });
});

it("is never lowered by time alone", () => {
  const phone = new Phone();
  phone.alert("injury");
  phone.log({ minutes: 90 });
  for (const days of [0, 8, 29, 60]) expect(phone.openPrompt(NOW + days * DAY)).toMatchObject({ level: "emergency" });
});

it("is gone when its entries are corrected away, and leaves what still stands", () => {
  const phone = new Phone();
  phone.log({ minutes: 90 });
  phone.alert("injury");
  phone.openPrompt();
  phone.alerts = [];
  expect(phone.openPrompt(NOW + DAY)).toMatchObject({ level: "see_provider", opened_at: at(NOW + DAY) });
  phone.episodes = [];
  expect(phone.openPrompt(NOW + DAY)).toBeUndefined();
  expect(phone.prompts).toEqual([]);
});

it.each<PromptAnswer>([{ answer: "booked", visit_on: "2026-11-30" }, { answer: "seen" }, { answer: "declined" }])(
  "is quiet after %o, for another entry too, until the level rises or another rule matches",
  (answer) => {
    const phone = new Phone();
    phone.log({ minutes: 90 });
    phone.answer(answer);
    phone.log({ ago: HOUR, minutes: 70 });
    expect(phone.openPrompt(NOW + DAY)).toBeUndefined();
    phone.log({ ago: 2 * HOUR, leg_changes: ["swollen"] });
    expect(rulesIn(phone.openPrompt(NOW + DAY))).toEqual(["leg_change"]);
  },
);

it("opens again for another entry after the quiet time, and never for the same", () => {
  const phone = new Phone();
  phone.log({ minutes: 90 });
  phone.answer({ answer: "seen" });
  phone.log({ ago: -20 * DAY, minutes: 90 });
  expect(phone.openPrompt(NOW + 27 * DAY)).toBeUndefined();
  expect(rulesIn(phone.openPrompt(NOW + 28 * DAY))).toEqual(["long_hour"]);
});

it("opens again for a count while it matches", () => {
  const phone = new Phone();
  phone.log({ ago: HOUR, minutes: null });
  phone.answer({ answer: "seen" }, NOW + 2 * DAY);
  expect(rulesIn(phone.openPrompt(NOW + 60 * DAY))).toEqual(["frequent_month"]);
  phone.answer({ answer: "seen" }, NOW + 60 * DAY);
  expect(phone.openPrompt(NOW + 87 * DAY)).toBeUndefined();
  expect(phone.openPrompt(NOW + 88 * DAY)).toBeDefined();
});

it("opens for an emergency in the quiet time, once for each sign", () => {
  const phone = new Phone();
  phone.alert("vision");
  phone.answer({ answer: "declined" });
  expect(phone.openPrompt(NOW + HOUR)).toBeUndefined();
  phone.alert("confusion", NOW + HOUR);
  expect(phone.openPrompt(NOW + HOUR)).toMatchObject({ level: "emergency" });
  phone.answer({ answer: "seen" }, NOW + HOUR);
  for (const days of [8, 29, 400]) expect(phone.openPrompt(NOW + days * DAY)).toBeUndefined();
});

it("keeps the prompts when the current or the former check failed", () => {
  const phone = new Phone();
  phone.log({ minutes: 90 });
  phone.openPrompt();
  const previous = phone.prompts;
  const nothing = diaryVerdict({ episodes: [], alerts: [], now: new Date(NOW), zone: "UTC", rules });
  const failed = { ...nothing, could_not_check: true };
  const after = (current: Verdict, before: Verdict): PhonePrompt[] =>
    updatePrompts(previous, current, { now: new Date(NOW), rules, verdictAt: () => before, newId: () => "new" });
  expect(after(failed, nothing)).toBe(previous);
  expect(after(nothing, failed)).toBe(previous);
  expect(after(nothing, nothing)).toEqual([]);
});

it("distinguishes a count of the diary from a rule of one entry", () => {
  expect([...countRules(rules)].sort()).toEqual([
    "both_feet",
    "brief_repeats",
    "disrupts_life",
    "frequent_month",
    "frequent_not_positional",
    "frequent_week",
    "walking",
  ]);
});
