import { part } from "./section";

export const account = part("account");
