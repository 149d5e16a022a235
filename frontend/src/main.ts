/** Entry of the page: load the messages of the language and the app in parallel, then mount. */
import { browser } from "./model/browser";
import "./ui/base.css";
import "./ui/fonts.css";
import { applyAppearance } from "./ui/appearance";
import { textDirection } from "./i18n/direction";
import { chosenLanguage } from "./i18n/language";
import { loadInitial } from "./i18n/section";

const language = chosenLanguage();
document.documentElement.lang = language;
document.documentElement.dir = textDirection(language);
if (language !== "en") {
  document.querySelector("link[rel=manifest]")?.setAttribute("href", `/manifest.${language}.webmanifest`);
}
applyAppearance();
// No service worker: probably the first visit, so preload the welcome screen.
if (!browser.navigator?.serviceWorker?.controller) import("./screens/welcome/Welcome.svelte").catch(() => undefined);
void Promise.all([import("./app/mount"), loadInitial()]).then(([{ mountApp }]) => {
  mountApp(document.getElementById("app")!);
});
