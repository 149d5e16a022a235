/** The thresholds that a diary may have otherwise, as a person sees them. */
import { rules } from "../../triage/rules";
import type { Bounds } from "../../triage/thresholds";

export interface Limit {
  name: string;
  /** As in the file, such as "days in 28". */
  unit: string;
  defaultValue: number;
  bounds: Bounds;
  /** How far one tap goes, in units. */
  step: number;
}

type Threshold = { value: number; unit: string; bounds?: Bounds };

/** In the order of the file. */
export const LIMITS: readonly Limit[] = Object.entries(rules.thresholds as Record<string, Threshold>).flatMap(
  ([name, { value: defaultValue, unit, bounds }]) =>
    bounds ? [{ name, unit, defaultValue, bounds, step: stepSize(unit, bounds) }] : [],
);

/** What they count, such as "days", each with its limits. */
export function groupByQuantity(limits: readonly Limit[]): [string, Limit[]][] {
  const quantity = ({ unit }: Limit): string => unit.split(" ")[0] ?? "";
  return [...new Set(limits.map(quantity))].map((name) => [name, limits.filter((limit) => quantity(limit) === name)]);
}

/** One tap up or down, never out of bounds. */
export function stepValue({ bounds, step }: Limit, value: number, direction: 1 | -1): number {
  return Math.min(bounds.max, Math.max(bounds.min, value + direction * step));
}

function stepSize(unit: string, { max }: Bounds): number {
  if (unit !== "minutes") return 1;
  return max > 60 ? 15 : 5;
}
