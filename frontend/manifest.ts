import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import type { ManifestOptions } from "vite-plugin-pwa";
import { LANGUAGES } from "./languages.ts";
import { textDirection } from "./src/i18n/direction.ts";
import type initial from "./src/i18n/initial/en.json";
import type rest from "./src/i18n/rest/en.json";

const icons = [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }];

function readMessages<Messages>(part: "initial" | "rest", language: string): Messages {
  return JSON.parse(readFileSync(new URL(`src/i18n/${part}/${language}.json`, import.meta.url), "utf8")) as Messages;
}

const installedMessages = (language: string): (typeof rest)["installed"] =>
  readMessages<typeof rest>("rest", language).installed;

/** The web app manifest in one language. */
function buildManifest(lang: string): Partial<ManifestOptions> {
  const { today, emergency } = readMessages<typeof initial>("initial", lang).app;
  const { name, description } = installedMessages(lang);
  return {
    id: "/",
    short_name: "Footnote",
    name,
    description,
    lang,
    dir: textDirection(lang),
    start_url: "/",
    scope: "/",
    display: "standalone",
    theme_color: "#f1efe8",
    background_color: "#f1efe8",
    categories: ["health", "medical"],
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: today.numb_now, url: "/#/today?now=1", icons },
      { name: emergency.title, url: "/#/emergency", icons },
      { name: today.log_earlier, url: "/#/log", icons },
    ],
    // A diary that was saved as a file; src/sw.ts takes it in, with or without a network.
    share_target: {
      action: "/open-file",
      method: "POST",
      enctype: "multipart/form-data",
      params: { files: [{ name: "file", accept: ["application/json", ".json"] }] },
    },
  };
}

export const manifest = buildManifest("en");

/**
 * Emits the manifests of the other languages, of which src/main.ts links the one in use, and says in
 * each language that the page needs JavaScript.
 */
export function manifests(): Plugin {
  return {
    name: "manifests",
    generateBundle() {
      for (const language of LANGUAGES.filter((name) => name !== "en")) {
        const source = JSON.stringify(buildManifest(language));
        this.emitFile({ type: "asset", fileName: `manifest.${language}.webmanifest`, source });
      }
    },
    transformIndexHtml: (html) =>
      html.replace(
        "<!-- no script -->",
        LANGUAGES.map(
          (language) =>
            `<p lang="${language}" dir="${textDirection(language)}">${installedMessages(language).no_script}</p>`,
        ).join(""),
      ),
  };
}
