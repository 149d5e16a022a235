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

/** `import licences from "virtual:licences"`: the licences of the packages in the build. */
export function licences(): Plugin {
  return {
    name: "licences",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(runtimeLicences())}` : null),
  };
}

/** Runtime dependencies only. */
function runtimeLicences(): Licence[] {
  const { dependencies } = readJson("package.json") as { dependencies: Record<string, string> };
  return Object.keys(dependencies).map((name) => {
    const folder = join("node_modules", name);
    const { version, license } = readJson(join(folder, "package.json")) as { version: string; license: string };
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    return { name, version, licence: license, text: file ? readFileSync(join(folder, file), "utf8") : "" };
  });
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new Error(`There is no ${file}: run npm ci.`);
  return JSON.parse(readFileSync(file, "utf8"));
}
