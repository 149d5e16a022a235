import { part } from "./section";

export const still = part("still");
