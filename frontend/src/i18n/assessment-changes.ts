import { section } from "./section";

export const changed = section("changed");
