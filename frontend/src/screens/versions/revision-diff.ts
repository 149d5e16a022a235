/** How an entry came to be as it is: what each version changed, and what a merge left behind. */
import { isMerge } from "../../model/revision";
import type { Revision } from "../../model/types";
import { fieldNames, equalValues } from "../../model/records";
import type { Field } from "./field-values";

export interface Version extends Revision {
  kind: "made" | "deleted" | "brought_back" | "changed";
  /** The fields in which it differs from the version before. */
  changed: Field[];
  /** The version before. */
  before: Revision | undefined;
  /** Written without having seen the version before. */
  merge: boolean;
  /** Fields that the other phone had changed, and that this version replaced: `before` has their values. */
  lostFields: Field[];
}

/**
 * The versions that can be told, newest first, from the revisions in the same order: of each the
 * one before must be there.
 */
export function diffRevisions(revisions: readonly Revision[]): Version[] {
  const byVersion = new Map(revisions.map((revision) => [revision.version, revision]));
  return revisions
    .filter(({ version }) => version === 1 || byVersion.has(version - 1))
    .map((revision) => {
      const before = byVersion.get(revision.version - 1);
      const merge = isMerge(revision);
      return {
        ...revision,
        before,
        kind: kindOf(revision, before),
        changed: changedFields(revision, before),
        merge,
        lostFields: lostFields(revision, before, byVersion),
      };
    });
}

function kindOf({ deleted }: Revision, before: Revision | undefined): Version["kind"] {
  if (deleted) return "deleted";
  if (before === undefined) return "made";
  return before.deleted ? "brought_back" : "changed";
}

export function changedFields(revision: Revision, other: Revision | undefined): Field[] {
  return fieldNames("episode").filter((field) => !equalValues(revision.data[field], other?.data[field]));
}

/** Of a merge: what the writer had not seen, and wrote over. */
function lostFields(
  revision: Revision,
  before: Revision | undefined,
  byVersion: ReadonlyMap<number, Revision>,
): Field[] {
  if (!isMerge(revision) || revision.deleted || before === undefined || before.deleted) return [];
  const base = byVersion.get(revision.base_version!);
  if (base === undefined && revision.base_version !== 0) return []; // older than what was fetched
  return changedFields(before, base).filter((field) => !equalValues(revision.data[field], before.data[field]));
}
