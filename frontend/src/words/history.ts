import { part } from "./part";

export const history = part("history");
