import { part } from "./part";

export const dataWords = part("data");
