/** A diary's own thresholds. The mirror of `rules_for` in triage/rules.py. */

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

/** The rules with the diary's own numbers; what may not be changed is as in the file. */
export function rulesFor<R extends Rules>(rules: R, changed: Thresholds): R {
  const own = Object.entries(changed).flatMap(([name, value]) => {
    const usual = rules.thresholds[name];
    return usual && value !== null && may(usual, value) ? [[name, { ...usual, value, usual: usual.value }]] : [];
  });
  return own.length > 0
    ? { ...rules, thresholds: { ...rules.thresholds, ...(Object.fromEntries(own) as R["thresholds"]) } }
    : rules;
}

function may({ value: usual, bounds }: Threshold, value: number): boolean {
  return (
    bounds !== undefined && Number.isInteger(value) && value !== usual && bounds.min <= value && value <= bounds.max
  );
}
