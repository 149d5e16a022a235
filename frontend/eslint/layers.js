import { dirname, relative, resolve, sep } from "node:path";

/** The folders of src, lowest first. A file imports from its own folder and from the lines before it. */
const LAYERS = [
  ["model"],
  ["time"],
  ["triage"],
  ["i18n"],
  ["storage"],
  ["sync"],
  ["notifications"],
  ["account", "prompts", "importer", "ui"],
  ["screens"],
  ["app"],
];
const SRC = resolve(import.meta.dirname, "../src");
const TESTS = resolve(import.meta.dirname, "../tests");

const level = (folder) => LAYERS.findIndex((layer) => layer.includes(folder));

/** "/…/src/screens/log/Log.svelte" → ["screens", "log"]; of what lies elsewhere in src, [""]. */
function placeOf(path) {
  const parts = relative(SRC, path).split(sep);
  if (parts[0] === "..") return null;
  return parts.length === 1 ? [""] : parts;
}

/** @type {import("eslint").Rule.RuleModule} */
export default {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      upward: "{{from}} must not import from {{to}}: the layers are in eslint/layers.js.",
      test: "What is shipped imports nothing from the tests.",
    },
  },
  create(context) {
    const from = placeOf(context.filename);
    if (from === null || from[0] === "") return {}; // the tests, and the two entries
    const check = (node) => {
      const address = node.source?.type === "Literal" ? node.source.value : undefined;
      if (typeof address !== "string" || !address.startsWith(".")) return;
      const to = placeOf(resolve(dirname(context.filename), address));
      if (to === null) {
        if (resolve(dirname(context.filename), address).startsWith(TESTS)) context.report({ node, messageId: "test" });
        return;
      }
      const higher = to[0] !== from[0] && level(to[0]) >= level(from[0]);
      const ofOneScreen = from[0] === "screens" && from[1] === "shared" && to[0] === "screens" && to[1] !== "shared";
      if (higher || ofOneScreen) {
        const name = (place) => place.slice(0, place[0] === "screens" ? 2 : 1).join("/") || "src";
        context.report({ node, messageId: "upward", data: { from: name(from), to: name(to) } });
      }
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};
