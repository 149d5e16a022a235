import { part } from "./section";

export const history = part("history");
