import { part } from "./section";

export { counted, fill } from "./format";
export { listed, locale, number, sentenceStart } from "./locale";

/**
 * The sentences of logging and reading. Short, reading age about 10. Never the name of a disease,
 * never "all clear"; blank is never "no". `{name}` is filled by `fill()`.
 */
export const words = part("app");
