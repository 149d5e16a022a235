import type { Level } from "../store/types";

export type { Level };

/** The four levels, lowest first; `null` beside them means that nothing matched. */
export { LEVELS } from "../triage/compiled";
