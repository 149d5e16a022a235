import { section } from "./section";

export const dataWords = section("data");
