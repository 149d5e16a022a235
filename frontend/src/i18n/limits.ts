import { section } from "./section";

export const limits = section("limits");
