/** Refuses past participles and fillers as names that other files see: each means too many things to be searched for. */
const REFUSED = new Set(["told", "said", "says", "asked", "asks", "kept", "keeps", "held", "looked", "found", "one"]);

/** "…/changes/told.test.ts" → "told" */
const moduleName = (path) => /([^/\\]+?)(\.\w+)+$/.exec(path)?.[1] ?? "";

/** @type {import("eslint").Rule.RuleModule} */
export default {
  meta: {
    type: "suggestion",
    schema: [],
    messages: { unclear: '"{{name}}" is no name to search for: take the noun of the thing, or the verb of the act.' },
  },
  create(context) {
    const check = (node, name) => {
      if (REFUSED.has(name.toLowerCase())) context.report({ node, messageId: "unclear", data: { name } });
    };
    return {
      Program(node) {
        check(node, moduleName(context.filename));
      },
      ExportNamedDeclaration({ declaration, specifiers }) {
        for (const { exported } of specifiers) check(exported, exported.name ?? exported.value);
        if (declaration?.id) check(declaration.id, declaration.id.name);
        for (const { id } of declaration?.declarations ?? []) if (id.type === "Identifier") check(id, id.name);
      },
    };
  },
};
