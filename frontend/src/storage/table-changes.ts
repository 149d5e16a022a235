/** Change events of a table, from every tab and worker of this origin. */
import Dexie, { mergeRanges, RangeSet, type ObservabilitySet, type Table } from "dexie";
import { intervals } from "../model/intervals";

/** The changed keys; "many" for a range, such as after a clear. */
export type ChangedKeys = Set<unknown> | "many";

/**
 * Call `listener` after the table changed, debounced. A screen does not wait for this to show its
 * own save.
 *
 * @returns function that unsubscribes
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
    mergeRanges(rangeSet, ranges); // events of other tabs are plain data
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
