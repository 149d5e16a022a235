import { part } from "./section";

export const dataWords = part("data");
