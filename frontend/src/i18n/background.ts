import { section } from "./section";

export const backgroundWords = section("background");
