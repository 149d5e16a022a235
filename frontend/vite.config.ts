/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vite";
import { LANGUAGES } from "./languages.ts";
import { licences } from "./licences.ts";
import { manifest, manifests } from "./manifest.ts";
import { ruleMessages } from "./rule-messages.ts";

const backend = `http://127.0.0.1:${process.env["BACKEND_PORT"] ?? 8000}`;

/**
 * Chunks of the first load: the shell with Today, and the rules with their text. One file each is a
 * tenth smaller than forty small ones.
 */
const TODAY = /src\/((app|model|storage|ui|screens\/today)\/|i18n\/[^/]+\.ts)/;
const RULES = /src\/screens\/status\//;
/** The messages that a language needs first, or later: one file each. */
const MESSAGES = /\/(initial|rest)\/([^/]+)\.json$|\/messages\/([^/]+)\.json\?(verdict|other)$/;
const GUIDE = /\/guide\/([^/]+)\.json$/;

function messagesChunk(id: string): string | null {
  const [, part, language, rulesLanguage, rulesPart] = MESSAGES.exec(id) ?? [];
  const isInitial = part === "initial" || rulesPart === "verdict";
  return `messages-${language ?? rulesLanguage}${isInitial ? "" : "-rest"}`;
}

/** Outside of this folder, shared with the server; tsconfig.json says the same. */
const shared = (path: string): string => fileURLToPath(new URL(`../triage/rules/${path}`, import.meta.url));

export default defineConfig({
  plugins: [
    svelte(),
    licences(),
    manifests(),
    ruleMessages(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: null, // src/app/update.ts registers it: the policy forbids inline script
      manifest,
      injectManifest: { globPatterns: ["**/*.{js,css,html,woff2,svg,png,webmanifest}"] },
    }),
  ],
  define: { __LANGUAGES__: JSON.stringify(LANGUAGES) },
  // Dexie as ES module only: a tenth smaller.
  resolve: {
    alias: [
      { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" },
      { find: "#triage/rules.json", replacement: shared("rules.json") },
      { find: "#triage/messages", replacement: shared("messages") },
    ],
  },
  // Fonts and icons stay files: the policy allows no data: fonts.
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The first load says what it needs; of a screen that is brought in later its own file does, and
      // a hundred links would take longer than they save.
      resolveDependencies: (file, needed, { hostType }) =>
        hostType === "html" || /Welcome|current-status/.test(file) ? needed : [],
    },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "today", test: TODAY },
            { name: "rules", test: RULES },
            { name: (id) => `guide-${GUIDE.exec(id)?.[1]}`, test: GUIDE },
            { name: messagesChunk, test: MESSAGES },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(["/api", "/_allauth", "/s/", "/dev/"].map((path) => [path, backend])),
    fs: { allow: [".."] }, // ../triage
  },
  test: {
    environment: "node",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/clock-shift.ts", "tests/test-locale.ts"],
  },
});
