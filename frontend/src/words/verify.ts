import { part } from "./part";

export const verifyWords = part("verify");
