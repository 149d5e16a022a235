import { section } from "./section";

export const shell = section("shell");
