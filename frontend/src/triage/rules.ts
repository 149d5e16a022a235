/** The rules file, which the server reads too. Its address stands in tsconfig.json and vite.config.ts alone. */
export { default as rules } from "#triage/rules.json";
