import type { ManifestOptions } from "vite-plugin-pwa";

/** What the phone is told when the app is installed. */
export const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "Footnote: a diary for numb legs",
  short_name: "Footnote",
  description: "Log numbness and tingling in seconds, and see when to ask for help.",
  lang: "en",
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
    {
      name: "Numb now",
      url: "/#/today?now=1",
      icons: [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }],
    },
  ],
};
