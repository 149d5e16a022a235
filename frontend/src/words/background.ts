import { part } from "./part";

export const backgroundWords = part("background");
