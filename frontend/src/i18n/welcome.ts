import { section } from "./section";

export const welcome = section("welcome");
