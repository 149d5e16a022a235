import { part } from "./section";

export const places = part("places");
