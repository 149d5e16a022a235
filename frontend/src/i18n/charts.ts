import { section } from "./section";

export const chartWords = section("charts");
