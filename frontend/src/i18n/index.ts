import { section } from "./section";

export { formatPlural, format } from "./format";
export { formatList, locale, formatNumber, sentenceStart } from "./locale";

/**
 * The sentences of logging and reading. Short, reading age about 10. Never the name of a disease,
 * never "all clear"; blank is never "no". `{name}` is filled by `fill()`.
 */
export const words = section("app");
