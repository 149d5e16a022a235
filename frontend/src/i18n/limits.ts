import { part } from "./section";

export const limits = part("limits");
