import type { Revision } from "./types";

/** Whether its writer had not seen the version before it: changed on two phones at once. */
export function isMerge({ version, base_version }: Pick<Revision, "version" | "base_version">): boolean {
  return base_version !== null && base_version < version - 1;
}
