/** The rules file, shared with the server. Its path is set in tsconfig.json and vite.config.ts. */
export { default as rules } from "#triage/rules.json";
