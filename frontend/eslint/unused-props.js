/** Refuses a prop that a component declares and never takes. */

const typeLiteral = (annotation, types) => {
  const type = annotation?.typeAnnotation;
  if (type?.type === "TSTypeLiteral") return type;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier"
    ? types.get(type.typeName.name)
    : undefined;
};

/** @type {import("eslint").Rule.RuleModule} */
export default {
  meta: { type: "problem", schema: [], messages: { unused: 'The prop "{{name}}" is declared and never used.' } },
  create(context) {
    const types = new Map();
    const patterns = [];
    return {
      TSTypeAliasDeclaration(node) {
        if (node.typeAnnotation.type === "TSTypeLiteral") types.set(node.id.name, node.typeAnnotation);
      },
      TSInterfaceDeclaration(node) {
        types.set(node.id.name, { members: node.body.body });
      },
      VariableDeclarator({ id, init }) {
        if (id.type !== "ObjectPattern" || init?.type !== "CallExpression" || init.callee.name !== "$props") return;
        if (!id.properties.some(({ type }) => type === "RestElement")) patterns.push(id);
      },
      "Program:exit"() {
        for (const pattern of patterns) {
          const used = new Set(pattern.properties.map(({ key }) => key.name ?? key.value));
          for (const { key } of typeLiteral(pattern.typeAnnotation, types)?.members ?? []) {
            const name = key?.name ?? key?.value;
            if (name !== undefined && !used.has(name))
              context.report({ node: key, messageId: "unused", data: { name } });
          }
        }
      },
    };
  },
};
