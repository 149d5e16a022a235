import { part } from "./section";

export const learn = part("learn");
