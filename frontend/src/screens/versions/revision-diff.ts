/** How an entry came to be as it is: what each version changed, and what a merge left behind. */
import { isMerge } from "../../model/revision";
import type { Revision } from "../../model/types";
import { EPISODE_FIELDS, same } from "../../model/record-fields";
import type { Field } from "./field-values";

export interface Version extends Revision {
  what: "made" | "deleted" | "brought_back" | "changed";
  /** The fields in which it differs from the version before. */
  changed: Field[];
  /** The version before. */
  before: Revision | undefined;
  /** Written without having seen the version before. */
  merge: boolean;
  /** Fields that the other phone had changed, and that this version replaced: `before` has their values. */
  lost: Field[];
}

/**
 * The versions that can be told, newest first, from the revisions in the same order: of each the
 * one before must be there.
 */
export function story(revisions: readonly Revision[]): Version[] {
  const by = new Map(revisions.map((one) => [one.version, one]));
  return revisions
    .filter(({ version }) => version === 1 || by.has(version - 1))
    .map((one) => {
      const before = by.get(one.version - 1);
      const merge = isMerge(one);
      return {
        ...one,
        before,
        what: whatOf(one, before),
        changed: differing(one, before),
        merge,
        lost: lost(one, before, by),
      };
    });
}

function whatOf({ deleted }: Revision, before: Revision | undefined): Version["what"] {
  if (deleted) return "deleted";
  if (before === undefined) return "made";
  return before.deleted ? "brought_back" : "changed";
}

export function differing(one: Revision, other: Revision | undefined): Field[] {
  return EPISODE_FIELDS.filter((field) => !same(one.data[field], other?.data[field]));
}

/** Of a merge: what the writer had not seen, and wrote over. */
function lost(one: Revision, before: Revision | undefined, by: ReadonlyMap<number, Revision>): Field[] {
  if (!isMerge(one) || one.deleted || before === undefined || before.deleted) return [];
  const base = by.get(one.base_version!);
  if (base === undefined && one.base_version !== 0) return []; // older than what was fetched
  return differing(before, base).filter((field) => !same(one.data[field], before.data[field]));
}
