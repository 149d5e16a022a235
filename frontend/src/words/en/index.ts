/** The sentences of the first screens. */
import app from "./app.json";
import changed from "./changed.json";
import rules from "../../../../triage/words/en.json";
import shell from "./shell.json";
import still from "./still.json";
import welcome from "./welcome.json";

export default { app, changed, rules, shell, still, welcome };
