import { part } from "./section";

export const resetWords = part("reset");
