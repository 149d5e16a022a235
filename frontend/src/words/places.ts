import { part } from "./part";

export const places = part("places");
