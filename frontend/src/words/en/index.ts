import app from "./app.json";
import background from "./background.json";
import changed from "./changed.json";
import learn from "./learn.json";
import places from "./places.json";
import rules from "../../../../triage/words/en.json";
import shell from "./shell.json";
import still from "./still.json";
import welcome from "./welcome.json";

const english = { app, background, changed, learn, places, rules, shell, still, welcome };

/** The areas and their sentences; English has all of them, and the other languages the same. */
export type Catalogue = typeof english;

export default english;
