import { section } from "./section";

export const learn = section("learn");
