/**
 * What the rules say of each entry alone, told a few at a time: of years of entries that takes
 * seconds on a slow phone, and the screen must not stand still for it.
 */
import type { Alert, Day, Episode, Thresholds } from "../../model/types";
import { intervals } from "../../model/intervals";
import { checkEntry } from "../verdict/evaluate";
import type { SaidLevel } from "./filters";

type Record_ = Episode | Alert;

/** Under the thresholds and on the day they are for: what is said changes with either. */
export class Levels {
  readonly #told = new WeakMap<Record_, SaidLevel>();
  readonly #thresholds: Thresholds;

  constructor(
    thresholds: Thresholds,
    readonly today: Day,
  ) {
    this.#thresholds = thresholds;
  }

  /** `undefined` until it was told; an entry that goes on is told anew each time. */
  of(record: Record_): SaidLevel | undefined {
    return this.#told.get(record);
  }

  /**
   * Tell those of `records` that were not told yet.
   *
   * @param tell told after each part how many there are left; false stops it
   */
  async tellAll(records: readonly Record_[], now: Date, tell: (left: number) => boolean): Promise<void> {
    const open = records.filter((record) => isOpen(record) || !this.#told.has(record));
    for (let next = 0; next < open.length;) {
      const until = performance.now() + intervals.workSlice;
      while (next < open.length && performance.now() < until) {
        const record = open[next++]!;
        const { could_not_check, level } = checkEntry(record, now, this.#thresholds);
        this.#told.set(record, could_not_check ? "unknown" : (level ?? "none"));
      }
      if (!tell(open.length - next)) return;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

const isOpen = (record: Record_): boolean => "ended_at" in record && record.ended_at === null;
