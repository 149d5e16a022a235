import { part } from "./part";

export const shell = part("shell");
