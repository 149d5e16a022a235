/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vite";
import { licences } from "./licences.ts";
import { manifest } from "./manifest.ts";

const backend = `http://127.0.0.1:${process.env["BACKEND_PORT"] ?? 8000}`;

/** What Today needs goes into one file: in forty small ones it weighs a tenth more. */
const TODAY = new RegExp([
  "node_modules/(svelte|esm-env|clsx|dexie)/",
  "triage/rules\\.json",
  "src/(api/client|badge|open|App|route|timings|update)\\.",
  "src/(shell|time|ui)/",
  "src/store/(?!phone-prompts|carried|visits)",
  "src/triage/(?!prompts|carry)",
  "src/words/\\w+\\.ts",
  "src/screens/(Today|describe|today/|emergency/CallLink|verdict/(check|combine|rule-words))",
].join("|"));

export default defineConfig({
  plugins: [
    svelte(),
    licences(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: null, // src/update.ts registers it: the policy forbids inline script
      manifest,
      injectManifest: { globPatterns: ["**/*.{js,css,html,woff2,svg,png,webmanifest}"] },
    }),
  ],
  // Fonts and icons stay files: the policy allows no data: fonts.
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "today", test: TODAY }] } } },
  },
  server: {
    proxy: Object.fromEntries(["/api", "/_allauth", "/s/", "/dev/"].map((path) => [path, backend])),
    fs: { allow: [".."] }, // ../triage/rules.json
  },
  test: { environment: "node", include: ["src/**/*.test.ts", "tests/**/*.test.ts"], setupFiles: ["src/words/spoken.ts"] },
});
