import { part } from "./section";

export const backgroundWords = part("background");
