import { section } from "./section";

export const share = section("share");
