/** What changed in storage, whichever tab or worker of this phone changed it. */
import Dexie, { mergeRanges, RangeSet, type ObservabilitySet, type Table } from "dexie";
import { intervals } from "../model/intervals";

/** The keys that changed; "many" for a whole range, such as when all is cleared. */
export type ChangedKeys = Set<unknown> | "many";

/**
 * Calls `tell` after the table changed, a moment later and once for all changes of that moment:
 * what a screen shows of a save of its own is not waiting for this.
 *
 * @returns stops it
 */
export function onTableChange({ db, name }: Table, listener: (changed: ChangedKeys) => void): () => void {
  let changed: ChangedKeys = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    const keys = changed;
    changed = new Set();
    timer = undefined;
    listener(keys);
  };
  const onMutation = (changes: ObservabilitySet): void => {
    const ranges = changes[`idb://${db.name}/${name}/`];
    if (ranges === undefined) return;
    const rangeSet = new RangeSet();
    mergeRanges(rangeSet, ranges); // from another tab it comes as plain data
    for (const { from, to } of rangeSet) {
      if (from !== to) changed = "many";
      else if (changed !== "many") changed.add(from);
    }
    timer ??= setTimeout(flush, intervals.changeDebounce);
  };
  Dexie.on.storagemutated.subscribe(onMutation);
  return () => {
    Dexie.on.storagemutated.unsubscribe(onMutation);
    clearTimeout(timer);
  };
}
