import { part } from "./section";

export const versions = part("versions");
