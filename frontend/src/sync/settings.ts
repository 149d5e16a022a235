/** Sync of the diary's settings: an endpoint of their own, without versions. */
import { chosenLanguage } from "../i18n/language";
import { ApiError } from "./http";
import { deferChanges, rejectChange } from "../storage/outbox";
import { SYNC_LOCK, type SyncContext } from "./tools";
import type { Settings, Thresholds } from "../model/types";

const PATH = "/api/v1/diary";

/**
 * Send changed settings. Call under the sync lock.
 *
 * @throws ApiError if other changes cannot be sent now either
 */
export async function sendSettings(tools: SyncContext): Promise<void> {
  const { db, call, now: current } = tools;
  const line = await db.outbox.get(["settings", "settings"]);
  if (line === undefined || line.rejection !== undefined || line.next_at > current()) return;
  const { kind, key, edit } = line;
  const change = { kind, key, sent: { edit, op: "put", base_version: 0, content: {} } } as const;
  try {
    await call("PATCH", PATH, settingsPayload((await db.get<Settings>("settings"))!));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 400) return rejectChange(db, change, { status: 400, errors: error.errors });
    if (error.status !== 401) await deferChanges(tools, [change], error);
    if (error.status < 500) throw error;
    return;
  }
  await db.transaction("rw", db.outbox, async () => {
    const current = await db.outbox.get([kind, key]);
    if (current?.edit === edit) await db.outbox.delete([kind, key]);
  });
}

type SettingsPayload = { zone: string; emergency_number: string; thresholds: Thresholds; locale: string };

/** With the language of this phone, which the server uses in mails. */
export function settingsPayload({ zone, emergencyNumber, thresholds }: Settings): SettingsPayload {
  return { zone, emergency_number: emergencyNumber, thresholds, locale: chosenLanguage() };
}

/** Pull the settings, unless local changes are unsent. */
export async function fetchSettings({ db, call, locks }: Pick<SyncContext, "db" | "call" | "locks">): Promise<void> {
  await locks.request(SYNC_LOCK, async () => {
    const reply = (await call("GET", PATH)) as ReturnType<typeof settingsPayload>;
    const { zone, emergency_number: emergencyNumber, thresholds } = reply;
    await db.transaction("rw", db.outbox, db.meta, async () => {
      if ((await db.outbox.get(["settings", "settings"])) !== undefined) return;
      await db.set("settings", { ...(await db.get<Partial<Settings>>("settings")), zone, emergencyNumber, thresholds });
    });
  });
}
