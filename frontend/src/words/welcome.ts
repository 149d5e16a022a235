import { part } from "./part";

export const welcome = part("welcome");
