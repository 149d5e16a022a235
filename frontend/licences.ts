import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = "virtual:licences";

interface Licence {
  name: string;
  version: string;
  /** Its SPDX name. */
  licence: string;
  text: string;
}

/** `import licences from "virtual:licences"`: whose work is in the build, with their terms. */
export function licences(): Plugin {
  return {
    name: "licences",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(used())}` : null),
  };
}

/** What the app itself is made of, not what checks and builds it. */
function used(): Licence[] {
  const { dependencies } = read("package.json") as { dependencies: Record<string, string> };
  return Object.keys(dependencies).map((name) => {
    const folder = join("node_modules", name);
    const { version, license } = read(join(folder, "package.json")) as { version: string; license: string };
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    return { name, version, licence: license, text: file ? readFileSync(join(folder, file), "utf8") : "" };
  });
}

function read(file: string): unknown {
  if (!existsSync(file)) throw new Error(`There is no ${file}: run npm ci.`);
  return JSON.parse(readFileSync(file, "utf8"));
}
