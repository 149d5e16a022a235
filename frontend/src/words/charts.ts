import { part } from "./part";

export const chartWords = part("charts");
