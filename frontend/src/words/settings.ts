import { part } from "./part";

export const settingsWords = part("settings");
