/**
 * Rule evaluation with hysteresis. Mirrors triage/hysteresis.py: no state is stored; the past is
 * recomputed from the entries, day by day backwards.
 */

import type { Alert, Day, Episode } from "../model/types";
import type { Background } from "./background-facts";
import { compileRules } from "./compile";
import { type Rules, type Thresholds, hysteresisThresholds, thresholdValues } from "./conditions";
import { type Evaluation, type Subject, evaluate } from "./engine";
import { addDays, strictLocalDay, localDaySpan, mayTouchDays } from "./entries";
import { diarySubjects, historySubjects } from "./facts";

/** The longest count window. */
const WINDOW_DAYS = 28;

/** Evaluate every rule over the whole diary; `zone` is the diary's and defines today. */
export function evaluateWithHysteresis(
  rules: Rules,
  episodes: readonly Episode[],
  alerts: readonly Alert[],
  background: Background,
  now: Date,
  zone: string,
): Evaluation {
  const subjects = diarySubjects(episodes, alerts, background, now, zone, rules);
  const undecided = rulesInBand(rules, subjects);
  const activeRuleIds =
    undecided.size > 0 ? activeRules(rules, undecided, episodes, now, strictLocalDay(now.getTime(), zone)) : undecided;
  return evaluate(rules, subjects, activeRuleIds);
}

/** Rules with a count between the lower and the full threshold: the past decides. */
function rulesInBand(rules: Rules, subjects: readonly Subject[]): Set<string> {
  const limits = thresholdValues(rules);
  const ids = new Set(rules.rules.filter(({ hysteresis }) => hysteresis).map(({ id }) => id));
  const lower = matchingRules(rules, subjects, ids, hysteresisThresholds(limits));
  const reached = matchingRules(rules, subjects, lower, limits);
  return new Set([...lower].filter((id) => !reached.has(id)));
}

/** The rules that reached their threshold and stayed above the lower one on each day since. */
function activeRules(
  rules: Rules,
  undecided: ReadonlySet<string>,
  episodes: readonly Episode[],
  now: Date,
  today: Day,
): Set<string> {
  const limits = thresholdValues(rules);
  const lower = hysteresisThresholds(limits);
  const activeRuleIds = new Set<string>();
  for (const [day, episodesInWindow] of previousDays(episodes, now, today, limits["hysteresis_days"]!)) {
    const subjects = historySubjects(episodesInWindow, now, day, rules);
    const stillMatching = matchingRules(rules, subjects, undecided, lower);
    const reached = matchingRules(rules, subjects, stillMatching, limits);
    for (const id of reached) activeRuleIds.add(id);
    undecided = new Set([...stillMatching].filter((id) => !reached.has(id)));
    if (undecided.size === 0) break;
  }
  return activeRuleIds;
}

/** The days before today, latest first, each with the episodes in its window. */
function* previousDays(episodes: readonly Episode[], now: Date, today: Day, days: number): Generator<[Day, Episode[]]> {
  const first = addDays(today, -days - WINDOW_DAYS);
  const touching = new Map<Day, Episode[]>();
  for (const episode of episodes) {
    if (!mayTouchDays(episode, now, days + WINDOW_DAYS)) continue;
    const [firstDay, lastDay] = localDaySpan(episode, now);
    const last = lastDay < today ? lastDay : today;
    for (let touchedDay = firstDay > first ? firstDay : first; touchedDay <= last; touchedDay = addDays(touchedDay, 1))
      touching.set(touchedDay, [...(touching.get(touchedDay) ?? []), episode]);
  }
  for (let ago = 1; ago <= days; ago += 1) {
    const day = addDays(today, -ago);
    const window = Array.from({ length: WINDOW_DAYS }, (_, n) => touching.get(addDays(day, -n)) ?? []);
    yield [day, [...new Set(window.flat())]];
  }
}

function matchingRules(
  rules: Rules,
  subjects: readonly Subject[],
  ids: ReadonlySet<string>,
  limits: Thresholds,
): Set<string> {
  const applicableRules = compileRules(rules);
  const matches = subjects.flatMap(({ facts }) =>
    applicableRules(Object.keys(facts)).rules.filter(
      ({ id, parts }) => ids.has(id) && parts[0]!.matches(facts, limits),
    ),
  );
  return new Set(matches.map(({ id }) => id));
}
