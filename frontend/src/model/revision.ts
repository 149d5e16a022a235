import type { Revision } from "./types";

/** True if the writer had not seen the preceding version: a concurrent edit that was merged. */
export function isMerge({ version, base_version }: Pick<Revision, "version" | "base_version">): boolean {
  return base_version !== null && base_version < version - 1;
}
