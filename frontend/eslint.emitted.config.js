/**
 * The rules of promises and types for components: read from what svelte-check makes of them in
 * `.svelte-check/` (lint.js runs it first), where the types of props and callbacks are known. One
 * TypeScript program serves all; the parser of .svelte files would make one a component.
 */
import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import messageValues from "./eslint/message-values.js";

export default tseslint.config({
  files: [".svelte-check/**/*.ts"],
  linterOptions: { reportUnusedDisableDirectives: "off" },
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { project: ".svelte-check/tsconfig.json", tsconfigRootDir: import.meta.dirname },
  },
  // Those of svelte are for the comments that turn off its rules.
  plugins: {
    "@typescript-eslint": tseslint.plugin,
    svelte,
    footnote: { rules: { "message-values": messageValues } },
  },
  rules: {
    "footnote/message-values": "error",
    "@typescript-eslint/await-thenable": "error",
    "@typescript-eslint/no-base-to-string": "error",
    "@typescript-eslint/no-floating-promises": "error",
    // A handler may be an async function.
    "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "@typescript-eslint/unbound-method": "error",
    "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "only-allowed-literals" }],
  },
});
