import { part } from "./part";

export const learn = part("learn");
