import { part } from "./part";

export const account = part("account");
