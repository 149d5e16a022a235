import { part } from "./part";

export const versions = part("versions");
