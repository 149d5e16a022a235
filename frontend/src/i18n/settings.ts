import { part } from "./section";

export const settingsWords = part("settings");
