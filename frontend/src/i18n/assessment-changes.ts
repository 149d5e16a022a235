import { part } from "./section";

export const changed = part("changed");
