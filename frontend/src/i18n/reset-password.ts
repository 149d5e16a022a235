import { section } from "./section";

export const resetWords = section("reset");
