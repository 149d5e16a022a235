import { part } from "./section";

export const chartWords = part("charts");
