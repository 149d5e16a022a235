/**
 * Writes a .gz and a .br beside each built text file, which the server sends as they are,
 * and prints the compressed size of the first load: the script and style in index.html.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const DIST = "dist";
const TEXT = /\.(js|css|html|svg|webmanifest)$/;

for (const name of readdirSync(DIST, { recursive: true })) {
  if (!TEXT.test(name)) continue;
  const file = join(DIST, name);
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
}

const page = readFileSync(join(DIST, "index.html"), "utf8");
const first = page.match(/assets\/[^"]+\.(js|css)/g) ?? [];
const size = first.reduce((sum, name) => sum + readFileSync(join(DIST, `${name}.gz`)).length, 0);
console.log(`first script and style: ${(size / 1000).toFixed(1)} KB compressed`);
