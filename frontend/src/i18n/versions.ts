import { section } from "./section";

export const versions = section("versions");
