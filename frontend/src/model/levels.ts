import type { Level } from "./types";

/** The four levels, lowest first; a level of `null` means that no rule matched. */
export const LEVELS: readonly Level[] = ["watch", "see_provider", "see_provider_soon", "emergency"];
