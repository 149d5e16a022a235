import { part } from "./part";

export const care = part("care");
