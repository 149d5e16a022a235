import { part } from "./section";

export const care = part("care");
