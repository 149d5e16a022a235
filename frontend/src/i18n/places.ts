import { section } from "./section";

export const places = section("places");
