/**
 * The level of each entry alone, evaluated in slices: for years of entries that takes seconds on a
 * slow phone, and the screen must not freeze.
 */
import type { Alert, Day, Episode, Thresholds } from "../../model/types";
import { intervals } from "../../model/intervals";
import { checkEntry } from "../verdict/evaluate";
import type { EntryLevel } from "./filters";

type EntryRecord = Episode | Alert;

/** Valid for one set of thresholds and one day. */
export class LevelCache {
  readonly #levels = new WeakMap<EntryRecord, EntryLevel>();
  readonly #thresholds: Thresholds;

  constructor(
    thresholds: Thresholds,
    readonly today: Day,
  ) {
    this.#thresholds = thresholds;
  }

  /** `undefined` until evaluated; a running episode is evaluated again each time. */
  get(record: EntryRecord): EntryLevel | undefined {
    return this.#levels.get(record);
  }

  /**
   * Evaluate the `records` that are not cached.
   *
   * @param onProgress called after each slice with the number left; returning false stops
   */
  async evaluateAll(
    records: readonly EntryRecord[],
    now: Date,
    onProgress: (remaining: number) => boolean,
  ): Promise<void> {
    const pending = records.filter((record) => isRunning(record) || !this.#levels.has(record));
    for (let next = 0; next < pending.length;) {
      const sliceEnd = performance.now() + intervals.workSlice;
      while (next < pending.length && performance.now() < sliceEnd) {
        const record = pending[next++]!;
        const { could_not_check, level } = checkEntry(record, now, this.#thresholds);
        this.#levels.set(record, could_not_check ? "unknown" : (level ?? "none"));
      }
      if (!onProgress(pending.length - next)) return;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

const isRunning = (record: EntryRecord): boolean => "ended_at" in record && record.ended_at === null;
