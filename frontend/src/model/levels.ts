import { levels } from "./kinds.json";
import type { Level } from "./types";

/** The four levels, lowest first; a level of `null` means that no rule matched. */
export const LEVELS: readonly Level[] = levels as Level[];
