import { part } from "./part";

export const share = part("share");
