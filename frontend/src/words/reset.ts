import { part } from "./part";

export const resetWords = part("reset");
