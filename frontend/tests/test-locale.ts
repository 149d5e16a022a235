/** For tests: the app speaks English, as it does before a screen is shown. */
import { loadInitial, loadRest } from "../src/i18n/section";

await loadInitial("en");
await loadRest("en");
