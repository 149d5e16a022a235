import { part } from "./part";

export const still = part("still");
