/**
 * Refuses a call of `format` or `formatPlural` whose values are not those of the message: what the
 * English catalogue says is read through the types. A message chosen at run time is not checked.
 */
import ts from "typescript";

const PLACEHOLDER = /\{(\w+)\}/g;

/** The texts of a message in a catalogue: one, or one a plural form. */
function textsOf(node) {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? textsOf(property.initializer) : [],
    );
  return [];
}

/** @type {import("eslint").Rule.RuleModule} */
export default {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      missing: 'The message has "{{{name}}}", and no value is given for it.',
      unknown: 'The message has no "{{{name}}}".',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const given = (node) => {
      if (node?.type !== "ObjectExpression") return undefined;
      if (node.properties.some(({ type, computed }) => type !== "Property" || computed)) return undefined;
      return node.properties.map(({ key }) => String(key.name ?? key.value));
    };
    return {
      CallExpression(node) {
        const plural = node.callee.name === "formatPlural";
        if (!plural && node.callee.name !== "format") return;
        const [message, ...rest] = node.arguments;
        const symbol = message && services.getSymbolAtLocation(message);
        const texts = textsOf(symbol?.valueDeclaration?.initializer);
        const values = plural ? [...(given(rest[1]) ?? []), "count"] : given(rest[0]);
        if (texts.length === 0 || values === undefined || (plural && rest[1] && !given(rest[1]))) return;
        const wanted = new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name)));
        for (const name of wanted)
          if (!values.includes(name)) context.report({ node, messageId: "missing", data: { name } });
        for (const name of values)
          if (!wanted.has(name) && !(plural && name === "count"))
            context.report({ node, messageId: "unknown", data: { name } });
      },
    };
  },
};
