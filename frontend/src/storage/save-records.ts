/** Save episodes, alerts, check-ins and settings, see save.ts. */
import { get } from "svelte/store";
import type { Alert, Day, Episode, Settings } from "../model/types";
import { invalidateStaleReview } from "../triage/clinician-review";
import { db } from "./database";
import { episodeRow, episodes, welcomedHere } from "./queries";
import { saveRecord, storeSettingsChange } from "./save";
import { withTimeout, markFailed } from "./store-health";

/** Save a new or edited episode as the whole record; `episodes` contains it when this resolves. */
export async function saveEpisode(episode: Episode): Promise<void> {
  const before = get(episodes).find(({ id }) => id === episode.id);
  await saveRecord("episode", invalidateStaleReview(before, episode));
}

/** Change fields of the stored entry, which may be newer than what a screen shows. */
export async function changeEpisode(id: string, fields: Partial<Episode>): Promise<void> {
  const stored = await db.episodes.get(id);
  if (!stored) throw new Error("There is no such episode on this phone.");
  await saveEpisode({ ...stored.record, ...fields });
}

export async function deleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 1);
}

export async function undeleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 0);
}

async function changeDeleted(id: string, deleted: 0 | 1): Promise<void> {
  const stored = episodeRow(id) ?? (await db.episodes.get(id));
  if (!stored) throw new Error("There is no such episode on this phone.");
  await saveRecord("episode", stored.record, deleted);
}

export async function saveAlert(alert: Alert): Promise<void> {
  await saveRecord("alert", alert);
}

/** "No numbness on this local day." */
export async function saveCheckIn(date: Day): Promise<void> {
  await saveRecord("check_in", { date });
}

export async function removeCheckIn(date: Day): Promise<void> {
  await saveRecord("check_in", { date }, 1);
}

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await storeSettingsChange(change);
}

/** Complete the welcome screen with the chosen emergency number. */
export async function welcome(emergencyNumber: string): Promise<void> {
  await saveSettings({ emergencyNumber });
  try {
    await withTimeout(db.set("welcomed", true));
  } catch (error) {
    markFailed(error);
    reportError(error);
  }
  welcomedHere.set(true);
}
