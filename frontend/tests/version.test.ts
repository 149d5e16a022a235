import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import licences from "virtual:licences";
import app from "../package.json";

it("is the version of the server too", () => {
  expect(readFileSync("../pyproject.toml", "utf8")).toContain(`\nversion = "${app.version}"\n`);
});

it("names everybody whose work is in the app, with their terms", () => {
  expect(licences.map(({ name }) => name)).toEqual(Object.keys(app.dependencies));
  for (const { licence, text } of licences) {
    expect(licence).toMatch(/^(MIT|ISC|Apache-2.0|OFL-1.1)$/);
    expect(text.length).toBeGreaterThan(500);
  }
});
