import { expect, it } from "vitest";
import type { Revision } from "../../../src/model/types";
import { diffRevisions } from "../../../src/screens/versions/revision-diff";
import { fieldText } from "../../../src/screens/versions/field-values";

const start = { started_at: "2026-11-22T08:00:00Z", zone: "Europe/Berlin", ended_at: "2026-11-22T08:20:00Z" };

/** Versions from 1 on, as the server sends them: newest first. */
const revisions = (...list: Partial<Revision>[]): Revision[] =>
  list
    .map((revision, n) => ({
      version: n + 1,
      at: "2026-11-22T09:00:00Z",
      deleted: false,
      base_version: n,
      ...revision,
      data: { ...start, ...revision.data },
    }))
    .reverse();

it("describes what each version changed, newest first", () => {
  const versions = diffRevisions(revisions({}, { data: { severity: 3 } }, { data: { severity: 3, areas: [] } }));
  expect(versions.map(({ version, kind: what, changed }) => [version, what, changed])).toEqual([
    [3, "changed", ["areas"]],
    [2, "changed", ["severity"]],
    [1, "made", ["started_at", "ended_at", "zone"]],
  ]);
});

it("keeps both of two fields that two phones changed, and has lost nothing", () => {
  const [newest] = diffRevisions(
    revisions({}, { data: { severity: 3 } }, { data: { severity: 3, note: "a" }, base_version: 1 }),
  );
  expect(newest).toMatchObject({ merge: true, changed: ["note"], lostFields: [] });
});

it("names the value that a later edit of the same field replaced without having seen it", () => {
  const [newest] = diffRevisions(
    revisions(
      { data: { severity: 1, note: "x" } },
      { data: { severity: 3, note: "y" } },
      { data: { severity: 7, note: "y" }, base_version: 1 },
    ),
  );
  expect(newest).toMatchObject({ merge: true, lostFields: ["severity"], before: { data: { severity: 3 } } });
  const [seen] = diffRevisions(
    revisions({ data: { severity: 1 } }, { data: { severity: 3 } }, { data: { severity: 7 } }),
  );
  expect(seen).toMatchObject({ merge: false, lostFields: [] });
});

it("distinguishes a deletion from an edit, whichever came last", () => {
  const [edited] = diffRevisions(revisions({}, { deleted: true }, { data: { note: "a" }, base_version: 1 }));
  expect(edited).toMatchObject({ kind: "brought_back", merge: true, lostFields: [] });
  const [deleted] = diffRevisions(
    revisions({}, { data: { note: "a" } }, { deleted: true, data: { note: "a" }, base_version: 1 }),
  );
  expect(deleted).toMatchObject({ kind: "deleted", merge: true, lostFields: [] });
});

it("omits the oldest of a page, whose change is unknown, and lost fields of an unknown base", () => {
  const all = revisions(
    {},
    { data: { severity: 1 } },
    { data: { severity: 2 } },
    { data: { severity: 3 }, base_version: 1 },
  );
  const versions = diffRevisions(all.slice(0, 3));
  expect(versions.map(({ version }) => version)).toEqual([4, 3]);
  expect(versions[0]).toMatchObject({ merge: true, lostFields: [] });
});

it("formats values: a set, yes or no, still going on, not asked", () => {
  const summarize = (data: Revision["data"], field: Parameters<typeof fieldText>[0]) =>
    fieldText(field, { ...start, ...data });
  expect(summarize({}, "severity")).toBe("Not asked");
  expect(summarize({ severity: 0 }, "severity")).toBe("0 of 10");
  expect(summarize({ ended_at: null }, "ended_at")).toBe("still going on");
  expect(summarize({}, "started_at")).toBe("22 Nov 2026, 09:00");
  expect(summarize({ sensations: [] }, "sensations")).toBe("None");
  expect(summarize({ areas: ["left.foot", "right.calf"] }, "areas")).toBe("Left foot and right calf");
  expect(summarize({ symptoms: { rash: true, dizziness: false } }, "symptoms")).toBe("Yes: Rash. No: Dizziness.");
  expect(summarize({ interference: 0 }, "interference")).toBe("Not at all");
});
