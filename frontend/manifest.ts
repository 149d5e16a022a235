import type { Plugin } from "vite";
import type { ManifestOptions } from "vite-plugin-pwa";
import appEnglish from "./src/i18n/en/app.json" with { type: "json" };
import english from "./src/i18n/en/installed.json" with { type: "json" };
import appSpanish from "./src/i18n/es/app.json" with { type: "json" };
import spanish from "./src/i18n/es/installed.json" with { type: "json" };

const icons = [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }];

/** The web app manifest in one language. */
function buildManifest(
  lang: string,
  words: typeof english,
  { today, emergency }: typeof appEnglish,
): Partial<ManifestOptions> {
  return {
    id: "/",
    short_name: "Footnote",
    ...words,
    lang,
    dir: "ltr",
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

export const manifest = buildManifest("en", english, appEnglish);

/** Emits the manifests of the other languages; src/main.ts links the one in use. */
export function manifests(): Plugin {
  const source = JSON.stringify(buildManifest("es", spanish, appSpanish));
  return {
    name: "manifests",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "manifest.es.webmanifest", source });
    },
  };
}
