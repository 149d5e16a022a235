import type { First } from "../part";
import app from "./app.json";
import changed from "./changed.json";
import rules from "../../../../triage/words/es.json";
import shell from "./shell.json";
import still from "./still.json";
import welcome from "./welcome.json";

export default { app, changed, rules, shell, still, welcome } satisfies First;
