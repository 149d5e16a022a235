import type { Catalogue } from "../en";
import app from "./app.json";
import background from "./background.json";
import changed from "./changed.json";
import learn from "./learn.json";
import places from "./places.json";
import rules from "../../../../triage/words/es.json";
import shell from "./shell.json";
import still from "./still.json";
import welcome from "./welcome.json";

export default { app, background, changed, learn, places, rules, shell, still, welcome } satisfies Catalogue;
