import { part } from "./section";

export const share = part("share");
