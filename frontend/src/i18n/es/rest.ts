import type english from "../en/rest";
import account from "./account.json";
import background from "./background.json";
import care from "./care.json";
import charts from "./charts.json";
import data from "./data.json";
import history from "./history.json";
import learn from "./learn.json";
import limits from "./limits.json";
import places from "./places.json";
import reminders from "./reminders.json";
import reset from "./reset.json";
// All that the rules say, as text: as a module it would come with the first screens.
import rules from "#triage/messages/es.json?raw";
import settings from "./settings.json";
import share from "./share.json";
import versions from "./versions.json";

export default {
  account,
  background,
  care,
  charts,
  data,
  history,
  learn,
  limits,
  places,
  reminders,
  reset,
  rules: JSON.parse(rules) as typeof import("#triage/messages/en.json"),
  settings,
  share,
  versions,
} satisfies typeof english;
