/** No file imports itself by way of others. The layers of the folders are in eslint/layers.js. */
/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circle",
      severity: "error",
      from: { path: "^(.+)$" },
      to: { circular: true, pathNot: "^$1$" }, // but for a component that nests itself
    },
    {
      name: "no-circle-of-screens",
      comment: "Two screens do not import from each other's folders, not by way of a third either.",
      severity: "error",
      scope: "folder",
      from: { path: "^src/screens/" },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".svelte", ".svelte.ts", ".js", ".json"] },
    cache: { folder: "node_modules/.cache/dependency-cruiser", strategy: "content" },
  },
};
