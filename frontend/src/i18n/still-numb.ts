import { section } from "./section";

export const still = section("still");
