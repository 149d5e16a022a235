/** The sentences of the first screens. */
import app from "./app.json";
import changed from "./changed.json";
import { could_not_check, emergency_signs, levels, no_level, rules, units } from "#triage/messages/en.json";
import shell from "./shell.json";
import still from "./still.json";
import welcome from "./welcome.json";

export default {
  app,
  changed,
  shell,
  still,
  welcome,
  // Of what the rules say, what a verdict needs; rest.ts has all of it.
  rules: { could_not_check, emergency_signs, levels, no_level, rules, units },
};
