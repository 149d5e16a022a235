/**
 * Fetches what the server has, for a new phone and for changes made elsewhere.
 *
 * A record with an unsent edit here is left alone. It runs under the sender's lock, so that no
 * send is under way while an older list is taken in.
 */
import type { FootnoteDatabase, Kept } from "./db";
import { LOCK, type Tools } from "./outbox";
import type { DiaryRecord, RecordKind, Settings } from "./types";
import { bodyOf, stampOf, type settingsBody } from "./wire";

interface Page<T> {
  next: string | null;
  results: T[];
}

export async function pull({ db, call, locks }: Pick<Tools, "db" | "call" | "locks">): Promise<void> {
  await locks.request(LOCK, async () => {
    const all = async (path: string): Promise<DiaryRecord[]> => {
      const found: DiaryRecord[] = [];
      for (let next: string | null = path; next !== null; ) {
        const page = (await call("GET", next)) as Page<DiaryRecord>;
        found.push(...page.results);
        next = page.next === null ? null : relative(page.next);
      }
      return found;
    };
    const episodes = await all("/api/v1/episodes?limit=500");
    const alerts = await all("/api/v1/alerts?limit=500");
    const checkIns = await all("/api/v1/check-ins?limit=500");
    const background = await all("/api/v1/background?limit=500");
    const questions = await all("/api/v1/questions?limit=500");
    const diary = (await call("GET", "/api/v1/diary")) as ReturnType<typeof settingsBody>;

    await takeIn(db, "episode", episodes);
    await takeIn(db, "alert", alerts);
    await takeIn(db, "check_in", checkIns);
    await takeIn(db, "background", background);
    await takeIn(db, "question", questions);
    await takeInSettings(db, {
      zone: diary.zone, emergencyNumber: diary.emergency_number, thresholds: diary.thresholds,
    });
  });
}

/** Put in what is new; take out what the server had and has no more. Unsent edits stay. */
async function takeIn(db: FootnoteDatabase, kind: RecordKind, fetched: DiaryRecord[]): Promise<void> {
  const table = db.recordsOf(kind)!;
  await db.transaction("rw", table, db.outbox, async () => {
    const lines = await db.outbox.filter((line) => line.kind === kind).toArray();
    const unsent = new Set(lines.map((line) => line.key));
    const before = new Map((await table.toArray()).map((kept) => [kept.id, kept]));
    const changed: Kept[] = [];
    for (const record of fetched) {
      const id = "date" in record ? record.date : record.id;
      const kept = before.get(id);
      before.delete(id);
      if (unsent.has(id) || (kept?.record.version ?? 0) > (record.version ?? 0)) continue;
      const key = "date" in record ? { date: id } : { id };
      const own = { ...key, ...bodyOf(kind, record), ...stampOf(record) } as DiaryRecord;
      changed.push({ id, record: own, deleted: 0 });
    }
    await table.bulkPut(changed);
    const gone = [...before.values()].filter(
      // What was deleted here stays until the next start, so that "Undo" finds it.
      (kept) => !unsent.has(kept.id) && !kept.deleted && kept.record.version !== undefined,
    );
    await table.bulkDelete(gone.map((kept) => kept.id));
  });
}

async function takeInSettings(db: FootnoteDatabase, fetched: Partial<Settings>): Promise<void> {
  await db.transaction("rw", db.outbox, db.meta, async () => {
    if ((await db.outbox.get(["settings", "settings"])) !== undefined) return;
    await db.set("settings", { ...(await db.get<Settings>("settings")), ...fetched });
  });
}

/** The server may name itself by another host than the one we came through. */
function relative(address: string): string {
  const url = new URL(address, "http://here.invalid");
  return url.pathname + url.search;
}
