/**
 * What the rules say of a diary now, with the counts that reached their limit before. The mirror
 * of triage/hysteresis.py: nothing is stored, the past is read from the entries, day by day backwards.
 */

import type { Alert, Day, Episode } from "../model/types";
import type { Background } from "./background-facts";
import { compiled } from "./compile";
import { type Rules, type Thresholds, eased, thresholds } from "./conditions";
import { type Outcome, type Subject, evaluate } from "./engine";
import { addDays, localDay, localSpan, mayTouch } from "./entries";
import { diarySubjects, historySubjects } from "./facts";

/** The longest of the windows that are counted. */
const WINDOW_DAYS = 28;

/** Every rule applied to the whole diary; `zone` is the diary's own, it says what today is. */
export function outcome(
  rules: Rules,
  episodes: readonly Episode[],
  alerts: readonly Alert[],
  background: Background,
  now: Date,
  zone: string,
): Outcome {
  const subjects = diarySubjects(episodes, alerts, background, now, zone, rules);
  const waiting = between(rules, subjects);
  const held = waiting.size > 0 ? atTheirLimit(rules, waiting, episodes, now, localDay(now.getTime(), zone)) : waiting;
  return evaluate(rules, subjects, held);
}

/** Counts under their threshold and not under the share of it: the past decides. */
function between(rules: Rules, subjects: readonly Subject[]): Set<string> {
  const limits = thresholds(rules);
  const ids = new Set(rules.rules.filter(({ hysteresis }) => hysteresis).map(({ id }) => id));
  const lower = matching(rules, subjects, ids, eased(limits));
  const full = matching(rules, subjects, lower, limits);
  return new Set([...lower].filter((id) => !full.has(id)));
}

/** Those that were at their threshold, and on each day since then not under the share. */
function atTheirLimit(
  rules: Rules,
  waiting: ReadonlySet<string>,
  episodes: readonly Episode[],
  now: Date,
  today: Day,
): Set<string> {
  const limits = thresholds(rules);
  const lower = eased(limits);
  const held = new Set<string>();
  for (const [past, near] of back(episodes, now, today, limits["hysteresis_days"]!)) {
    const subjects = historySubjects(near, now, past, rules);
    const standing = matching(rules, subjects, waiting, lower);
    const reached = matching(rules, subjects, standing, limits);
    for (const id of reached) held.add(id);
    waiting = new Set([...standing].filter((id) => !reached.has(id)));
    if (waiting.size === 0) break;
  }
  return held;
}

/** The days before today, latest first, each with the episodes that touch its window. */
function* back(episodes: readonly Episode[], now: Date, today: Day, days: number): Generator<[Day, Episode[]]> {
  const first = addDays(today, -days - WINDOW_DAYS);
  const touching = new Map<Day, Episode[]>();
  for (const episode of episodes) {
    if (!mayTouch(episode, now, days + WINDOW_DAYS)) continue;
    const [began, ended] = localSpan(episode, now);
    const last = ended < today ? ended : today;
    for (let day = began > first ? began : first; day <= last; day = addDays(day, 1))
      touching.set(day, [...(touching.get(day) ?? []), episode]);
  }
  for (let ago = 1; ago <= days; ago += 1) {
    const past = addDays(today, -ago);
    const window = Array.from({ length: WINDOW_DAYS }, (_, n) => touching.get(addDays(past, -n)) ?? []);
    yield [past, [...new Set(window.flat())]];
  }
}

function matching(
  rules: Rules,
  subjects: readonly Subject[],
  ids: ReadonlySet<string>,
  limits: Thresholds,
): Set<string> {
  const asked = compiled(rules);
  const found = subjects.flatMap(({ facts }) =>
    asked(Object.keys(facts)).rules.filter(({ id, parts }) => ids.has(id) && parts[0]!.holds(facts, limits)),
  );
  return new Set(found.map(({ id }) => id));
}
