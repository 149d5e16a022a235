/** For tests: the app speaks English, as it does before a screen is shown. */
import { speak, speakOn } from "../src/i18n/section";

await speak("en");
await speakOn("en");
