/** The words first, in the language of the person, and the app beside them; then it is shown. */
import "./ui/base.css";
import "./ui/fonts.css";
import { chosenLanguage } from "./words/language";
import { speak } from "./words/part";

const language = chosenLanguage();
document.documentElement.lang = language;
void Promise.all([import("./open"), speak(language)]).then(([{ open }]) => {
  open(document.getElementById("app")!);
});
