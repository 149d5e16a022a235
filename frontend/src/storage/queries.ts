/** What the screens read: always what is stored on this phone, as it changes. */
import { liveQuery, type Subscription } from "dexie";
import { derived, get, readable, writable, type Readable } from "svelte/store";
import { deviceZone } from "../time/zone";
import { isVisit } from "../triage/prompt-answers";
import { onChange } from "./table-changes";
import { db, type Kept, type Kind, type Read } from "./database";
import { rowsOf } from "./table-store";
import { hasAccount, SIGNED_OUT, storedSession } from "./session";
import { readSigns, unreadEmergency } from "./acknowledged-signs";
import { phonePrompts } from "./phone-prompts";
import { stateNow, type Unsent } from "./sync-status";
import { itFailed, trouble, worksAgain } from "./store-health";
import type {
  Alert,
  BackgroundItem,
  Day,
  Episode,
  Merged,
  PastAssessment,
  Problem,
  Prompt,
  Question,
  ServerFields,
  Session,
  Settings,
  SyncState,
  Verdict,
} from "../model/types";
import { unsavedSettings, withUnsaved } from "./unsaved";

function live<T>(initial: T, query: () => Promise<T>): Readable<T> {
  return readable(initial, (set) => {
    let watching: Subscription | undefined;
    const stop = worksAgain.subscribe(() => {
      watching?.unsubscribe();
      watching = liveQuery(query).subscribe({
        next: set,
        error: (error: unknown) => {
          itFailed(error);
          reportError(error);
        },
      });
    });
    return () => {
      stop();
      watching?.unsubscribe();
    };
  });
}

const stored = {
  episode: rowsOf(db.episodes, worksAgain),
  alert: rowsOf(db.alerts, worksAgain),
  check_in: rowsOf(db.checkIns, worksAgain),
  background: rowsOf(db.background, worksAgain),
  question: rowsOf(db.questions, worksAgain),
};
const episodeRows = withUnsaved("episode", stored.episode, trouble);
const alertRows = withUnsaved("alert", stored.alert, trouble);
const checkInRows = withUnsaved("check_in", stored.check_in, trouble);
const backgroundRows = withUnsaved("background", stored.background, trouble);
const questionRows = withUnsaved("question", stored.question, trouble);

/** False until the first read; tells "nothing logged" from "not read yet". */
export const loaded: Readable<boolean> = derived(
  [episodeRows, alertRows, checkInRows, backgroundRows, questionRows],
  (all) => all.every((rows) => rows !== undefined),
);

/** Newest start first, without the deleted. */
export const episodes: Readable<Episode[]> = derived(episodeRows, (rows) =>
  shown(rows).sort((a, b) => latestFirst(a.started_at, b.started_at)),
);

export const running: Readable<Episode[]> = derived(episodes, (list) =>
  list.filter((episode) => episode.ended_at === null),
);

/** Newest first. */
export const alerts: Readable<Alert[]> = derived(alertRows, (rows) =>
  shown(rows).sort((a, b) => latestFirst(a.noticed_at, b.noticed_at)),
);

/** Days with "no numbness", oldest first. */
export const checkIns: Readable<Day[]> = derived(checkInRows, (rows) =>
  shown(rows)
    .map(({ date }) => date)
    .sort(),
);

/** Medicines, conditions and the rest, in the order in which they were written down. */
export const background: Readable<BackgroundItem[]> = derived(backgroundRows, (rows) =>
  shown(rows).sort((a, b) => latestFirst(b.id, a.id)),
);

/** For the visit, in the order in which they were written down. */
export const questions: Readable<Question[]> = derived(questionRows, (rows) =>
  shown(rows).sort((a, b) => latestFirst(b.id, a.id)),
);

/** Entries with a note that they were changed on two phones. */
export const merged: Readable<Merged> = live<Merged>({}, async () => (await db.get<Merged>("merged")) ?? {});

/** Those of them that are deleted by now, and so stand nowhere else. */
export const mergedAndGone: Readable<Episode[]> = derived([episodeRows, merged], ([rows, noted]) =>
  (rows ?? []).filter(({ id, deleted }) => deleted && id in noted).map(({ record }) => record),
);

function shown<T extends ServerFields>(rows: Kept<T>[] | undefined): T[] {
  return (rows ?? []).filter(({ deleted }) => !deleted).map(({ record }) => record);
}

/** UTC in ISO 8601 compares as text, to the second; years of them are sorted on every save. */
const latestFirst = (one: string, other: string): number => (one < other ? 1 : one > other ? -1 : 0);

/** Show a record that was stored a moment ago: the screens need not wait to read it. */
export function showRow(kind: Kind, row: Kept): void {
  stored[kind].take(row as never);
}

/** Every record as it is shown, deleted or not. */
export function allRows(): Record<Kind, Kept[]> {
  return {
    episode: get(episodeRows) ?? [],
    alert: get(alertRows) ?? [],
    check_in: get(checkInRows) ?? [],
    background: get(backgroundRows) ?? [],
    question: get(questionRows) ?? [],
  };
}

/** An entry as it is shown, deleted or not. */
export function episodeRow(id: string): Kept<Episode> | undefined {
  return get(episodeRows)?.find((row) => row.id === id);
}

export const session: Readable<Session> = live(SIGNED_OUT, storedSession);

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
  [live(defaultSettings(), storedSettings), unsavedSettings],
  ([kept, change]) => (change === null ? kept : { ...kept, ...change }),
);

/** The first opening ended on this page. */
export const welcomedHere = writable(false);

/**
 * Whether the first opening is over on this phone; `undefined` before that is read. Where the
 * phone keeps nothing, nobody is kept from the screens.
 */
export const welcomed: Readable<boolean | undefined> = derived(
  [
    live<boolean | undefined>(undefined, async () => (await db.get<boolean>("welcomed")) ?? false),
    welcomedHere,
    trouble,
  ],
  ([kept, here, wrong]) => here || (kept ?? (wrong ? true : undefined)),
);

/** The server's latest. */
export const assessment: Readable<Verdict | null> = live<Verdict | null>(
  null,
  async () => (await db.get<Verdict>("assessment")) ?? null,
);

/** Newest first, as many as were fetched; `null` before that. */
export const assessments: Readable<PastAssessment[] | null> = live<PastAssessment[] | null>(
  null,
  async () => (await db.get<PastAssessment[]>("assessments")) ?? null,
);

/** Those that are open, and booked visits: the server's, or without an account this phone's. */
export const prompts: Readable<Prompt[]> = live<Prompt[]>([], storedPrompts);

async function storedPrompts(): Promise<Prompt[]> {
  const [account, server = [], own] = await Promise.all([hasAccount(), db.get<Prompt[]>("prompts"), phonePrompts()]);
  const visits = own.filter((prompt) => isVisit(prompt) && !prompt.carried);
  return account ? [...server, ...visits] : [...own.filter(({ closed_at }) => !closed_at), ...visits];
}

/** The emergency that the person has not said to have read, as stored now. */
export async function unreadNow(): Promise<Prompt | undefined> {
  return unreadEmergency(await storedPrompts(), await readSigns());
}

export const unread: Readable<Prompt | undefined> = live<Prompt | undefined>(undefined, unreadNow);

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

const lines = readable<Unsent>({ waiting: 0, stuck: false, problems: [] }, (set) => {
  const read = () => void outboxNow().then(set, reportError);
  const stop = [worksAgain.subscribe(read), onChange(db.outbox, read)];
  return () => stop.forEach((end) => end());
});

/** By index: without an account, every record there is waits in the outbox. */
async function outboxNow(): Promise<Unsent> {
  const [waiting, tried, refused] = await Promise.all([
    db.outbox.count(),
    db.outbox.where("attempts").above(0).count(),
    db.outbox.orderBy("problem.status").toArray(),
  ]);
  const problems = refused.map(({ kind, key, problem }): Problem => ({ kind, key, ...problem! }));
  return { waiting, stuck: tried > 0, problems };
}

/** Whether all of the server's copy was read once. */
const read: Readable<boolean> = live(true, async () => {
  const found = await db.get<Read>("read");
  return found !== undefined && !found.more;
});

export const syncState: Readable<SyncState> = derived([lines, session, network, read], (now) => stateNow(...now));

/**
 * Read the diary now and keep watching it for the life of the page, so that opening another
 * screen reads nothing again.
 */
export function keepWatching(): void {
  const stores: Readable<unknown>[] = [
    running,
    alerts,
    checkIns,
    background,
    questions,
    settings,
    welcomed,
    assessment,
    prompts,
    unread,
    syncState,
    loaded,
  ];
  for (const store of stores) store.subscribe(() => undefined);
}
