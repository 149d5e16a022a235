/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vite";
import { licences } from "./licences.ts";
import { manifest, manifests } from "./manifest.ts";

const backend = `http://127.0.0.1:${process.env["BACKEND_PORT"] ?? 8000}`;

const files = (...parts: string[]): RegExp => new RegExp(parts.join("|"));
/** What Today needs goes into one file: in forty small ones it weighs a tenth more. */
const TODAY = files(
  "node_modules/(svelte|esm-env|clsx|dexie)/",
  "src/(api/client|badge|open|App|route|timings|update)\\.",
  "src/(shell|time|ui)/",
  "src/store/(?!phone-prompts|carried|visits|with-server|exchange|take-in|revisions|settings)",
  "src/triage/(looked-at|answers|entries)\\.",
  "src/words/\\w+\\.ts",
  "src/screens/(Today|describe|keeping|numb-days|today/(?!says|level|TodayLevel)|emergency/CallLink|verdict/CouldNotCheck)",
);
/** And so do the rules, which come beside it. */
const RULES = files(
  "triage/rules\\.json",
  "src/triage/(?!prompts|carry|missing)",
  "src/screens/(today/(says|level|TodayLevel)|changes/told|verdict/(check|combine|rule-words))",
);

export default defineConfig({
  plugins: [
    svelte(),
    licences(),
    manifests(),
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
  // The same library for phones of today: without its second format, a tenth is saved.
  resolve: { alias: [{ find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" }] },
  // Fonts and icons stay files: the policy allows no data: fonts.
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The first load says what it needs; of a screen that is brought in later its own file does, and
      // a hundred links would take longer than they save.
      resolveDependencies: (file, needed, { hostType }) => (hostType === "html" || /Welcome|says/.test(file) ? needed : []),
    },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "today", test: TODAY }, { name: "rules", test: RULES }] } } },
  },
  server: {
    proxy: Object.fromEntries(["/api", "/_allauth", "/s/", "/dev/"].map((path) => [path, backend])),
    fs: { allow: [".."] }, // ../triage/rules/rules.json
  },
  test: { environment: "node", include: ["src/**/*.test.ts", "tests/**/*.test.ts"], setupFiles: ["tests/clock-shift.ts", "src/words/spoken.ts"] },
});
