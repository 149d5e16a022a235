import { section } from "./section";

export const settingsWords = section("settings");
