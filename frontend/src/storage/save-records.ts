/** Writing down episodes, alerts, check-ins and settings. What a save does: save.ts. */
import { get } from "svelte/store";
import type { Alert, Day, Episode, Settings } from "../model/types";
import { reopened } from "../triage/clinician-review";
import { db } from "./database";
import { episodeRow, episodes, welcomedHere } from "./queries";
import { keep, keepSettings } from "./save";
import { inTime, itFailed } from "./store-health";

/** Keep an episode, new or edited, as the whole record; `episodes` has it when this resolves. */
export async function saveEpisode(episode: Episode): Promise<void> {
  const before = get(episodes).find(({ id }) => id === episode.id);
  await keep("episode", reopened(before, episode));
}

/** Change some of an entry as it is stored by now, of which the screens may be a moment behind. */
export async function changeEpisode(id: string, fields: Partial<Episode>): Promise<void> {
  const kept = await db.episodes.get(id);
  if (!kept) throw new Error("There is no such episode on this phone.");
  await saveEpisode({ ...kept.record, ...fields });
}

export async function deleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 1);
}

export async function undeleteEpisode(id: string): Promise<void> {
  await changeDeleted(id, 0);
}

async function changeDeleted(id: string, deleted: 0 | 1): Promise<void> {
  const kept = episodeRow(id) ?? (await db.episodes.get(id));
  if (!kept) throw new Error("There is no such episode on this phone.");
  await keep("episode", kept.record, deleted);
}

export async function saveAlert(alert: Alert): Promise<void> {
  await keep("alert", alert);
}

/** "No numbness on this local day." */
export async function saveCheckIn(date: Day): Promise<void> {
  await keep("check_in", { date });
}

export async function removeCheckIn(date: Day): Promise<void> {
  await keep("check_in", { date }, 1);
}

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await keepSettings(change);
}

/** The first opening is over: with the emergency number that the person chose. */
export async function welcome(emergencyNumber: string): Promise<void> {
  await saveSettings({ emergencyNumber });
  try {
    await inTime(db.set("welcomed", true));
  } catch (error) {
    itFailed(error);
    reportError(error);
  }
  welcomedHere.set(true);
}
