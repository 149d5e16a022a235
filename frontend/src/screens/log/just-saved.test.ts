import { expect, it } from "vitest";
import { emptyEpisode } from "./draft";
import { rememberSaved, withJustSaved } from "./just-saved";

const episode = emptyEpisode({ id: "a", startedAt: new Date(0), zone: "UTC" });
const other = { ...episode, id: "b" };

it("stands in for the storage until it has the same entry, and no longer", () => {
  rememberSaved({ ...episode, severity: 4 });
  expect(withJustSaved([other]).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(withJustSaved([other, { ...episode, severity: 2 }])[0]?.severity).toBe(4);
  expect(withJustSaved([other, { ...episode, severity: 4 }]).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(withJustSaved([other, { ...episode, severity: 9 }])[1]?.severity).toBe(9);
});
