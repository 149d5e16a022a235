/**
 * What the rules say of each entry alone, told a few at a time: of years of entries that takes
 * seconds on a slow phone, and the screen must not stand still for it.
 */
import type { Alert, Day, Episode, Thresholds } from "../../model/types";
import { intervals } from "../../model/intervals";
import { checkEntry } from "../verdict/evaluate";
import type { EntryLevel } from "./filters";

type EntryRecord = Episode | Alert;

/** Under the thresholds and on the day they are for: what is said changes with either. */
export class LevelCache {
  readonly #told = new WeakMap<EntryRecord, EntryLevel>();
  readonly #thresholds: Thresholds;

  constructor(
    thresholds: Thresholds,
    readonly today: Day,
  ) {
    this.#thresholds = thresholds;
  }

  /** `undefined` until it was told; an entry that goes on is told anew each time. */
  get(record: EntryRecord): EntryLevel | undefined {
    return this.#told.get(record);
  }

  /**
   * Tell those of `records` that were not told yet.
   *
   * @param tell told after each part how many there are left; false stops it
   */
  async evaluateAll(
    records: readonly EntryRecord[],
    now: Date,
    onProgress: (remaining: number) => boolean,
  ): Promise<void> {
    const pending = records.filter((record) => isRunning(record) || !this.#told.has(record));
    for (let next = 0; next < pending.length;) {
      const sliceEnd = performance.now() + intervals.workSlice;
      while (next < pending.length && performance.now() < sliceEnd) {
        const record = pending[next++]!;
        const { could_not_check, level } = checkEntry(record, now, this.#thresholds);
        this.#told.set(record, could_not_check ? "unknown" : (level ?? "none"));
      }
      if (!onProgress(pending.length - next)) return;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

const isRunning = (record: EntryRecord): boolean => "ended_at" in record && record.ended_at === null;
