/** `npm run lint`: every check of the code, two at a time. What passes is silent. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

const CACHE = "node_modules/.cache";
// The longest first.
const CHECKS = [
  `eslint --max-warnings 0 --cache --cache-strategy content --cache-location ${CACHE}/eslint/ .`,
  "svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human",
  `prettier --check --log-level warn --cache --cache-strategy content --cache-location ${CACHE}/prettier/.prettier-cache .`,
  "depcruise --config .dependency-cruiser.js src",
  "knip --no-config-hints",
];

function run(command) {
  const [name, ...options] = command.split(" ");
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(`node_modules/.bin/${name}`, options, { env: { ...process.env, FORCE_COLOR: "0" } });
    const output = [];
    child.stdout.on("data", (part) => output.push(part));
    child.stderr.on("data", (part) => output.push(part));
    child.on("close", (code) => {
      console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      if (code !== 0) console.log(Buffer.concat(output).toString());
      resolve(code === 0);
    });
  });
}

const waiting = [...CHECKS];
async function work() {
  let passed = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) passed = (await run(next)) && passed;
  return passed;
}

const all = await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
process.exitCode = all.every(Boolean) ? 0 : 1;
