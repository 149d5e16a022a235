import type { BackgroundItem, Episode } from "./types";

/** An ongoing episode with every field `null` ("not asked") except `fields`. */
export function blankEpisode(fields: Pick<Episode, "id" | "started_at" | "zone"> & Partial<Episode>): Episode {
  return {
    ended_at: null,
    start_precision: null,
    onset: null,
    areas: null,
    spread: null,
    sensations: null,
    severity: null,
    interference: null,
    trigger: null,
    relief: null,
    relief_minutes: null,
    symptoms: null,
    pain: null,
    leg_changes: null,
    red_flags: null,
    note: null,
    clinician_assessed_at: null,
    ...fields,
  };
}

/** A background item with every field `null` or empty except `fields`. */
export function blankBackground(fields: Pick<BackgroundItem, "id" | "kind"> & Partial<BackgroundItem>): BackgroundItem {
  return { name: "", code: null, started_on: null, ended_on: null, dose: null, note: null, ...fields };
}
