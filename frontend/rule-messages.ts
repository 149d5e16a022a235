import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Of what the rules say, what a verdict needs. */
const VERDICT = ["could_not_check", "emergency_signs", "levels", "no_level", "rules", "units"];

/** `triage/rules/messages/en.json?verdict` for the first screens, `?other` for the rest of it. */
export function ruleMessages(): Plugin {
  return {
    name: "rule-messages",
    enforce: "pre",
    load(id) {
      const [file, part] = id.split("?");
      if (!file?.endsWith(".json") || (part !== "verdict" && part !== "other")) return null;
      const messages = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>);
      const chosen = messages.filter(([name]) => VERDICT.includes(name) === (part === "verdict"));
      return { code: `export default ${JSON.stringify(Object.fromEntries(chosen))}`, moduleType: "js" };
    },
  };
}
