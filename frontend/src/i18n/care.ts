import { section } from "./section";

export const care = section("care");
