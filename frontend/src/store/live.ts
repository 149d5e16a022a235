/** What the screens read: always what is stored on this phone, as it changes. */
import { liveQuery } from "dexie";
import { derived, readable, type Readable } from "svelte/store";
import { db } from "./db";
import { SIGNED_OUT, storedSession } from "./session";
import type { Alert, Day, Episode, Problem, Prompt, Session, Settings, SyncState, Verdict } from "./types";

function live<T>(initial: T, query: () => Promise<T>): Readable<T> {
  return readable(initial, (set) => {
    const watching = liveQuery(query).subscribe({
      next: set,
      error: (error: unknown) => reportError(error),
    });
    return () => watching.unsubscribe();
  });
}

/** `undefined` until the phone's storage has been read. */
const stored: Readable<Episode[] | undefined> = live<Episode[] | undefined>(undefined, async () => {
  const kept = await db.episodes.orderBy("record.started_at").reverse().toArray();
  return kept.filter((row) => !row.deleted).map((row) => row.record);
});

/** False until the first read; tells "nothing logged" from "not read yet". */
export const loaded: Readable<boolean> = derived(stored, (list) => list !== undefined);

/** Newest start first, without the deleted. */
export const episodes: Readable<Episode[]> = derived(stored, (list) => list ?? []);

export const running: Readable<Episode[]> = derived(episodes, (list) =>
  list.filter((episode) => episode.ended_at === null),
);

/** Newest first. */
export const alerts: Readable<Alert[]> = live<Alert[]>([], async () => {
  const kept = (await db.alerts.toArray()).filter((row) => !row.deleted).map((row) => row.record);
  return kept.sort((a, b) => Date.parse(b.noticed_at) - Date.parse(a.noticed_at));
});

/** Days with "no numbness", oldest first. */
export const checkIns: Readable<Day[]> = live<Day[]>([], async () =>
  (await db.checkIns.orderBy("id").toArray()).filter((row) => !row.deleted).map((row) => row.id),
);

export const session: Readable<Session> = live(SIGNED_OUT, storedSession);

export function defaultSettings(): Settings {
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    emergencyNumber: "911",
    theme: "system",
  };
}

export async function storedSettings(): Promise<Settings> {
  return { ...defaultSettings(), ...(await db.get<Partial<Settings>>("settings")) };
}

export const settings: Readable<Settings> = live(defaultSettings(), storedSettings);

/** The server's latest. */
export const assessment: Readable<Verdict | null> = live<Verdict | null>(
  null,
  async () => (await db.get<Verdict>("assessment")) ?? null,
);

export const prompts: Readable<Prompt[]> = live<Prompt[]>(
  [],
  async () => (await db.get<Prompt[]>("prompts")) ?? [],
);

const network: Readable<boolean> = readable(true, (set) => {
  const look = () => set(navigator.onLine);
  look();
  addEventListener("online", look);
  addEventListener("offline", look);
  return () => {
    removeEventListener("online", look);
    removeEventListener("offline", look);
  };
});

const lines = live({ waiting: 0, stuck: false, problems: [] as Problem[] }, async () => {
  const outbox = await db.outbox.toArray();
  const problems = outbox.flatMap(({ kind, key, problem }) =>
    problem ? [{ kind, key, ...problem }] : [],
  );
  return { waiting: outbox.length, stuck: outbox.some((line) => line.attempts > 0), problems };
});

export const syncState: Readable<SyncState> = derived(
  [lines, session, network],
  ([{ waiting, stuck, problems }, who, online]) => {
    const named = (state: SyncState["state"]): SyncState => ({ state, waiting, problems });
    if (who.expired || problems.length > 0) return named("needs_you");
    if (!who.signedIn) return named("phone_only");
    if (waiting === 0) return named("saved");
    return named(online && !stuck ? "saving" : "waiting");
  },
);
