import type { ManifestOptions } from "vite-plugin-pwa";

const icons = [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }];

/** What the phone is told when the app is installed. */
export const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "Footnote: a diary for numb legs",
  short_name: "Footnote",
  description: "Log numbness and tingling in seconds, and see when to ask for help.",
  lang: "en",
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
    { name: "Numb now", url: "/#/today?now=1", icons },
    { name: "Emergency signs", url: "/#/emergency", icons },
    { name: "Log an earlier one", url: "/#/log", icons },
  ],
  // A diary that was saved as a file; src/sw.ts takes it in, with or without a network.
  share_target: {
    action: "/open-file",
    method: "POST",
    enctype: "multipart/form-data",
    params: { files: [{ name: "file", accept: ["application/json", ".json"] }] },
  },
};
