import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import clearNames from "./eslint/clear-names.js";
import layers from "./eslint/layers.js";
import messageValues from "./eslint/message-values.js";
import unusedProps from "./eslint/unused-props.js";
import svelteConfig from "./svelte.config.js";

export default tseslint.config(
  { ignores: ["dist/", "public/", ".svelte-check/", "src/model/schema.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
      },
    },
    plugins: {
      footnote: {
        rules: { "clear-names": clearNames, layers, "message-values": messageValues, "unused-props": unusedProps },
      },
    },
    rules: {
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // "_" leaves a place free, or takes a field out of the rest.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // An async function without await is there for its promise: what it throws becomes a rejection.
      "@typescript-eslint/require-await": "off",
      "footnote/layers": "error",
      "footnote/clear-names": "error",
      "footnote/message-values": "error",
    },
  },
  { files: ["**/*.svelte.ts"], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  // Without types, which would take a TypeScript program a component: eslint.emitted.config.js has those rules.
  {
    ...tseslint.configs.disableTypeChecked,
    files: ["**/*.svelte"],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, svelteConfig, projectService: false },
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      "svelte/no-unused-props": "off", // needs types
      "footnote/message-values": "off", // needs types
      "footnote/unused-props": "error",
    },
  },
  // Scripts of the build, not part of the program.
  {
    ...tseslint.configs.disableTypeChecked,
    files: ["**/*.js", "**/*.mjs"],
    rules: { ...tseslint.configs.disableTypeChecked.rules, "footnote/message-values": "off" },
  },
);
