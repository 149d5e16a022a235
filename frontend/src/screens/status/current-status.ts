/** What the diary says, and the rules behind it: fetched beside the first screen, not before it. */
import type { Alert, BackgroundItem, Episode, Prompt, Thresholds, Verdict } from "../../model/types";
import { checkDiary } from "../verdict/evaluate";
import { currentVerdict, withOpenEmergency } from "../verdict/current-verdict";

export { default as TodayLevel } from "./TodayLevel.svelte";

export interface StatusInput {
  episodes: readonly Episode[];
  alerts: readonly Alert[];
  background: readonly BackgroundItem[];
  zone: string;
  thresholds: Thresholds;
  prompts: readonly Prompt[];
  /** The server's, where this phone has an account. */
  server: Verdict | null;
  /** Records the server has not seen. */
  unsyncedCount: number;
}

/** The verdict that Today shows, and whose it is. Never throws. */
export function currentStatus(
  { prompts, server, unsyncedCount: waiting, ...diary }: StatusInput,
  now: Date,
): ReturnType<typeof currentVerdict> {
  const { episodes, alerts, background } = diary;
  const records = [...episodes, ...alerts, ...background];
  return withOpenEmergency(
    currentVerdict({ server, phone: checkDiary(diary, now), records, unsyncedCount: waiting }),
    prompts,
  );
}
