/** `npm run lint`: every check of the code, two at a time. Of a check that passes only its time is printed. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

const CACHE = "node_modules/.cache";
const ESLINT = `eslint --max-warnings 0 --cache --cache-strategy content --cache-location ${CACHE}/eslint/`;
/** The longest first. Those of one line run one after the other: the second reads what the first has written. */
const CHECKS = [
  [
    "svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human --incremental",
    `${ESLINT}components --config eslint.emitted.config.js .svelte-check/svelte/src/**/++*.svelte.ts`,
  ],
  [`${ESLINT}files .`],
  [
    `prettier --check --log-level warn --cache --cache-strategy content --cache-location ${CACHE}/prettier/.prettier-cache .`,
  ],
  ["depcruise --config .dependency-cruiser.js src"],
  ["knip --no-config-hints"],
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
  for (let commands = waiting.shift(); commands !== undefined; commands = waiting.shift()) {
    for (const command of commands) passed = (await run(command)) && passed;
  }
  return passed;
}

const all = await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
process.exitCode = all.every(Boolean) ? 0 : 1;
