import { section } from "./section";

export const account = section("account");
