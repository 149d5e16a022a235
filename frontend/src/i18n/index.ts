import { section } from "./section";

export { formatPlural, format } from "./format";
export { formatList, locale, formatNumber, sentenceStart } from "./locale";

/**
 * Messages of logging and history. Short, reading age about 10. Never the name of a disease,
 * never "all clear"; blank is never "no". `{name}` is replaced by `format()`.
 */
export const words = section("app");
