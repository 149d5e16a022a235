import { part } from "./section";

export const shell = part("shell");
