import { readdirSync } from "node:fs";
import { basename } from "node:path";

const FOLDER = new URL("src/i18n/initial/", import.meta.url);

/** BCP 47 tags of the languages that the app has messages in; English, the default, first. */
export const LANGUAGES: readonly string[] = readdirSync(FOLDER)
  .map((file) => basename(file, ".json"))
  .sort((a, b) => Number(b === "en") - Number(a === "en") || (a < b ? -1 : 1));
