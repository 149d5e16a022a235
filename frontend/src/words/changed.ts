import { part } from "./part";

export const changed = part("changed");
