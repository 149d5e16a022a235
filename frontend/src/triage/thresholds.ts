/** Threshold overrides of a diary. Mirrors `rules_for` in triage/rules/rulebook.py. */

import type { Thresholds } from "../model/types";
import type { Rules } from "./conditions";

export interface Bounds {
  min: number;
  max: number;
}
interface Threshold {
  value: number;
  bounds?: Bounds;
}

/** The rules with the diary's overrides; invalid ones are ignored. */
export function applyThresholds<R extends Rules>(rules: R, overrides: Thresholds): R {
  const changed = Object.entries(overrides).flatMap(([name, value]) => {
    const standard = rules.thresholds[name];
    return standard && value !== null && isAllowed(standard, value)
      ? [[name, { ...standard, value, default_value: standard.value }]]
      : [];
  });
  return changed.length > 0
    ? { ...rules, thresholds: { ...rules.thresholds, ...(Object.fromEntries(changed) as R["thresholds"]) } }
    : rules;
}

function isAllowed({ value: standard, bounds }: Threshold, value: number): boolean {
  return (
    bounds !== undefined && Number.isInteger(value) && value !== standard && bounds.min <= value && value <= bounds.max
  );
}
