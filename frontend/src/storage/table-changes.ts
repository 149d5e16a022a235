/** What changed in storage, whichever tab or worker of this phone changed it. */
import Dexie, { mergeRanges, RangeSet, type ObservabilitySet, type Table } from "dexie";
import { timings } from "../model/intervals";

/** The keys that changed; "many" for a whole range, such as when all is cleared. */
export type Changed = Set<unknown> | "many";

/**
 * Calls `tell` after the table changed, a moment later and once for all changes of that moment:
 * what a screen shows of a save of its own is not waiting for this.
 *
 * @returns stops it
 */
export function onChange({ db, name }: Table, tell: (changed: Changed) => void): () => void {
  let changed: Changed = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const told = (): void => {
    const all = changed;
    changed = new Set();
    timer = undefined;
    tell(all);
  };
  const hear = (parts: ObservabilitySet): void => {
    const part = parts[`idb://${db.name}/${name}/`];
    if (part === undefined) return;
    const keys = new RangeSet();
    mergeRanges(keys, part); // from another tab it comes as plain data
    for (const { from, to } of keys) {
      if (from !== to) changed = "many";
      else if (changed !== "many") changed.add(from);
    }
    timer ??= setTimeout(told, timings.listen);
  };
  Dexie.on.storagemutated.subscribe(hear);
  return () => {
    Dexie.on.storagemutated.unsubscribe(hear);
    clearTimeout(timer);
  };
}
