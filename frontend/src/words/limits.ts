import { part } from "./part";

export const limits = part("limits");
