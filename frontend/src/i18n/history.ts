import { section } from "./section";

export const history = section("history");
