import type { Level } from "./types";

/** The four levels, lowest first; `null` beside them means that nothing matched. */
export const LEVELS: readonly Level[] = ["watch", "see_provider", "see_provider_soon", "emergency"];
