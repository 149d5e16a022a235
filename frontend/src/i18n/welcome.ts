import { part } from "./section";

export const welcome = part("welcome");
