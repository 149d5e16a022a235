/** Stores that the screens read: the data in IndexedDB, updated on every change. */
import { liveQuery, type Subscription } from "dexie";
import { derived, get, readable, writable, type Readable } from "svelte/store";
import { deviceZone } from "../time/zone";
import { isBookedVisit } from "../triage/prompt-answers";
import { onTableChange } from "./table-changes";
import { db, type SyncCursor } from "./database";
import type { StoredRecord } from "./stored-types";
import { recordStore } from "./table-store";
import { hasAccount, SIGNED_OUT, storedSession } from "./session";
import { acknowledgedSigns, findUnreadEmergency } from "./acknowledged-signs";
import { storedPhonePrompts } from "./phone-prompts";
import { syncStateOf, type OutboxStatus } from "./sync-status";
import { markFailed, storageFailure, storageRecovered } from "./store-health";
import type {
  Alert,
  BackgroundItem,
  Day,
  Episode,
  MergeNotes,
  PastAssessment,
  Rejection,
  Prompt,
  Question,
  ServerFields,
  Session,
  Settings,
  SyncState,
  Verdict,
  Kind,
} from "../model/types";
import { unsavedSettings, withUnsaved } from "./unsaved";

function liveStore<T>(initial: T, query: () => Promise<T>): Readable<T> {
  return readable(initial, (set) => {
    let subscription: Subscription | undefined;
    const stop = storageRecovered.subscribe(() => {
      subscription?.unsubscribe();
      subscription = liveQuery(query).subscribe({
        next: set,
        error: (error: unknown) => {
          markFailed(error);
          reportError(error);
        },
      });
    });
    return () => {
      stop();
      subscription?.unsubscribe();
    };
  });
}

const recordStores = {
  episode: recordStore(db.episodes, storageRecovered),
  alert: recordStore(db.alerts, storageRecovered),
  check_in: recordStore(db.checkIns, storageRecovered),
  background: recordStore(db.background, storageRecovered),
  question: recordStore(db.questions, storageRecovered),
};
const episodeRows = withUnsaved("episode", recordStores.episode, storageFailure);
const alertRows = withUnsaved("alert", recordStores.alert, storageFailure);
const checkInRows = withUnsaved("check_in", recordStores.check_in, storageFailure);
const backgroundRows = withUnsaved("background", recordStores.background, storageFailure);
const questionRows = withUnsaved("question", recordStores.question, storageFailure);

/** False until the first read; distinguishes "no entries" from "not loaded". */
export const loaded: Readable<boolean> = derived(
  [episodeRows, alertRows, checkInRows, backgroundRows, questionRows],
  (all) => all.every((rows) => rows !== undefined),
);

/** By start, newest first, without deleted ones. */
export const episodes: Readable<Episode[]> = derived(episodeRows, (rows) =>
  liveRecords(rows).sort((a, b) => compareDescending(a.started_at, b.started_at)),
);

export const runningEpisodes: Readable<Episode[]> = derived(episodes, (list) =>
  list.filter((episode) => episode.ended_at === null),
);

/** Newest first. */
export const alerts: Readable<Alert[]> = derived(alertRows, (rows) =>
  liveRecords(rows).sort((a, b) => compareDescending(a.noticed_at, b.noticed_at)),
);

/** Days with "no numbness", oldest first. */
export const checkIns: Readable<Day[]> = derived(checkInRows, (rows) =>
  liveRecords(rows)
    .map(({ date }) => date)
    .sort(),
);

/** Medicines, conditions and the rest, in the order of creation. */
export const background: Readable<BackgroundItem[]> = derived(backgroundRows, (rows) =>
  liveRecords(rows).sort((a, b) => compareDescending(b.id, a.id)),
);

/** Questions for the visit, in the order of creation. */
export const questions: Readable<Question[]> = derived(questionRows, (rows) =>
  liveRecords(rows).sort((a, b) => compareDescending(b.id, a.id)),
);

/** Notes about entries that were changed on two phones. */
export const mergeNotes: Readable<MergeNotes> = liveStore<MergeNotes>(
  {},
  async () => (await db.get<MergeNotes>("merge_notes")) ?? {},
);

/** Entries with a merge note that are deleted, so no other list shows them. */
export const deletedMerged: Readable<Episode[]> = derived([episodeRows, mergeNotes], ([rows, notes]) =>
  (rows ?? []).filter(({ id, deleted }) => deleted && id in notes).map(({ record }) => record),
);

function liveRecords<T extends ServerFields>(rows: StoredRecord<T>[] | undefined): T[] {
  return (rows ?? []).filter(({ deleted }) => !deleted).map(({ record }) => record);
}

/** Compares ISO 8601 strings in UTC as text, which is fast: years of entries are sorted on every save. */
const compareDescending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

/** Publish a record that was just stored, without waiting for the change event. */
export function showRow(kind: Kind, row: StoredRecord): void {
  recordStores[kind].show(row as never);
}

/** Every record including deleted and unsaved ones. */
export function allRows(): Record<Kind, StoredRecord[]> {
  return {
    episode: get(episodeRows) ?? [],
    alert: get(alertRows) ?? [],
    check_in: get(checkInRows) ?? [],
    background: get(backgroundRows) ?? [],
    question: get(questionRows) ?? [],
  };
}

/** An entry, possibly deleted or unsaved. */
export function episodeRow(id: string): StoredRecord<Episode> | undefined {
  return get(episodeRows)?.find((row) => row.id === id);
}

export const session: Readable<Session> = liveStore(SIGNED_OUT, storedSession);

function defaultSettings(): Settings {
  return {
    zone: deviceZone(),
    emergencyNumber: "911",
    places: "legs",
    thresholds: {},
  };
}

export async function storedSettings(): Promise<Settings> {
  return { ...defaultSettings(), ...(await db.get<Partial<Settings>>("settings")) };
}

export const settings: Readable<Settings> = derived(
  [liveStore(defaultSettings(), storedSettings), unsavedSettings],
  ([saved, change]) => (change === null ? saved : { ...saved, ...change }),
);

/** The welcome screen was completed on this page. */
export const welcomedHere = writable(false);

/**
 * True if the welcome screen was completed on this phone; `undefined` until loaded. True, too, if
 * storage fails, so that the screens stay reachable.
 */
export const welcomed: Readable<boolean | undefined> = derived(
  [
    liveStore<boolean | undefined>(undefined, async () => (await db.get<boolean>("welcomed")) ?? false),
    welcomedHere,
    storageFailure,
  ],
  ([saved, completedHere, failure]) => completedHere || (saved ?? (failure ? true : undefined)),
);

/** Latest assessment of the server. */
export const assessment: Readable<Verdict | null> = liveStore<Verdict | null>(
  null,
  async () => (await db.get<Verdict>("assessment")) ?? null,
);

/** Fetched assessments, newest first; `null` before the first fetch. */
export const assessments: Readable<PastAssessment[] | null> = liveStore<PastAssessment[] | null>(
  null,
  async () => (await db.get<PastAssessment[]>("assessments")) ?? null,
);

/** Open prompts and booked visits: the server's, or without an account the phone's. */
export const prompts: Readable<Prompt[]> = liveStore<Prompt[]>([], storedPrompts);

async function storedPrompts(): Promise<Prompt[]> {
  const [account, server = [], own] = await Promise.all([
    hasAccount(),
    db.get<Prompt[]>("prompts"),
    storedPhonePrompts(),
  ]);
  const visits = own.filter((prompt) => isBookedVisit(prompt) && !prompt.transferred);
  return account ? [...server, ...visits] : [...own.filter(({ closed_at }) => !closed_at), ...visits];
}

/** The open emergency that is not acknowledged, read from storage now. */
export async function readUnreadEmergency(): Promise<Prompt | undefined> {
  return findUnreadEmergency(await storedPrompts(), await acknowledgedSigns());
}

export const unreadEmergency: Readable<Prompt | undefined> = liveStore<Prompt | undefined>(
  undefined,
  readUnreadEmergency,
);

const network: Readable<boolean> = readable(true, (set) => {
  const update = () => set(navigator.onLine);
  update();
  addEventListener("online", update);
  addEventListener("offline", update);
  return () => {
    removeEventListener("online", update);
    removeEventListener("offline", update);
  };
});

const outboxStatus = readable<OutboxStatus>({ unsent: 0, retrying: false, rejections: [] }, (set) => {
  const fullyPulled = () => void readOutboxStatus().then(set, reportError);
  const stop = [storageRecovered.subscribe(fullyPulled), onTableChange(db.outbox, fullyPulled)];
  return () => stop.forEach((end) => end());
});

/** Uses indexes: without an account the outbox holds every record. */
async function readOutboxStatus(): Promise<OutboxStatus> {
  const [unsent, retried, rejected] = await Promise.all([
    db.outbox.count(),
    db.outbox.where("attempts").above(0).count(),
    db.outbox.orderBy("rejection.status").toArray(),
  ]);
  const rejections = rejected.map(({ kind, key, rejection: problem }): Rejection => ({ kind, key, ...problem! }));
  return { unsent, retrying: retried > 0, rejections };
}

/** True after the first complete pull. */
const fullyPulled: Readable<boolean> = liveStore(true, async () => {
  const cursor = await db.get<SyncCursor>("sync_cursor");
  return cursor !== undefined && !cursor.more;
});

export const syncState: Readable<SyncState> = derived([outboxStatus, session, network, fullyPulled], (now) =>
  syncStateOf(...now),
);

/**
 * Subscribe to the stores for the life of the page, so that no screen has to read the diary again.
 */
export function keepSubscribed(): void {
  const stores: Readable<unknown>[] = [
    runningEpisodes,
    alerts,
    checkIns,
    background,
    questions,
    settings,
    welcomed,
    assessment,
    prompts,
    unreadEmergency,
    syncState,
    loaded,
  ];
  for (const store of stores) store.subscribe(() => undefined);
}
