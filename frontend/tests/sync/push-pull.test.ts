import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../src/sync/http";
import { blankRecord, pickFields } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { syncOnce } from "../../src/sync/push-pull";
import { newId } from "../../src/model/uuid";
import { discardChange, retryNow, retryRejected } from "../../src/storage/outbox";
import type { Locks, SyncContext } from "../../src/sync/tools";
import { FakeServer } from "../fixtures/fake-server";
import { fetchSettings } from "../../src/sync/settings";
import type { Episode, Rejection } from "../../src/model/types";

/** Web Locks as a browser gives them to all tabs of one site. */
function sharedLocks(): Locks {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: (_name, job) => {
      const mine = last.then(job);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

const noNetwork = () => {
  throw new ApiError(0, [{ code: "no_answer", message: "There is no connection." }]);
};
const refusal = [{ code: "unknown_zone", param: "record.zone", message: "Unknown zone." }];

let name = 0;
let db: FootnoteDatabase;
let server: FakeServer;
let tools: SyncContext;
let clock: number;
let signedOut: number;

function tab(locks: Locks): SyncContext {
  return {
    db,
    call: (method, path, body) => server.call(method, path, body),
    locks,
    now: () => clock,
    onSignedOut: async () => void signedOut++,
    random: () => 1,
  };
}

beforeEach(() => {
  db = new FootnoteDatabase(`diary-${name++}`);
  server = new FakeServer();
  clock = Date.parse("2026-11-23T08:00:00Z");
  signedOut = 0;
  tools = tab(sharedLocks());
});

const blank = (fields: Partial<Episode> = {}): Episode =>
  blankRecord("episode", { id: newId(clock), started_at: "2026-11-23T07:00:00Z", zone: "Europe/Berlin", ...fields });

async function save(fields: Partial<Episode> = {}): Promise<Episode> {
  const episode = blank(fields);
  await db.putEpisode(episode, 0, clock++);
  return episode;
}

const edit = (episode: Episode, fields: Partial<Episode>) => db.putEpisode({ ...episode, ...fields }, 0, clock++);
const storedRow = async ({ id }: { id: string }) => (await db.episodes.get(id))!;
const sentOf = ({ id }: { id: string }) => server.sent.filter((change) => change.id === id);
const elsewhere = (episode: Episode, fields: Partial<Episode>, base_version?: number) =>
  server.write({
    kind: "episode",
    id: episode.id,
    op: "put",
    ...(base_version === undefined ? {} : { base_version }),
    record: pickFields("episode", { ...episode, ...fields }),
  });
const firstRejection = async (): Promise<Rejection> => {
  const [line] = await db.outbox.toArray();
  return { kind: line!.kind, key: line!.key, ...line!.rejection! };
};

describe("sending", () => {
  it("keeps a save made offline and sends it exactly once when the network is back", async () => {
    server.before = noNetwork;
    const episode = await save({ severity: 4 });
    expect(await syncOnce(tools)).toBe("later");
    expect(await db.outbox.count()).toBe(1);

    server.before = () => undefined;
    await retryNow(db);
    expect(await syncOnce(tools)).toBe("sent");
    expect(await syncOnce(tools)).toBe("sent");
    expect(sentOf(episode)).toHaveLength(1);
    expect(server.last("episode", episode.id)!.data).toMatchObject({ severity: 4 });
    expect(await db.outbox.count()).toBe(0);
  });

  it("makes no request when there is nothing to send, unless it is to pull", async () => {
    await syncOnce(tools);
    expect(server.log).toEqual([]);
    await syncOnce(tools, true);
    expect(server.log).toEqual([{ cursor: null, sent_at: "2026-11-23T08:00:00.000Z", changes: [] }]);
  });

  it("waits longer after each failure, and as long as Retry-After", async () => {
    server.before = noNetwork;
    await save();
    const waits: number[] = [];
    const tryAgain = async (): Promise<void> => {
      await syncOnce(tools);
      const line = (await db.outbox.toArray())[0]!;
      waits.push(line.next_at - clock);
      clock = line.next_at;
    };
    for (let attempt = 0; attempt < 3; attempt++) await tryAgain();
    server.before = () => {
      throw new ApiError(429, [], undefined, 60_000);
    };
    await tryAgain();
    expect(waits).toEqual([2_000, 4_000, 8_000, 60_000]);
  });

  it("brings a whole diary up in requests of 500, each record once, settings before", async () => {
    await db.putSettings({ zone: "UTC", emergencyNumber: "112", places: "list", thresholds: {} }, clock);
    const made = Array.from({ length: 601 }, () => blank());
    await db.transaction("rw", db.tables, async () => {
      for (const episode of made) await db.putEpisode(episode, 0, clock++);
    });
    expect(await syncOnce(tools)).toBe("sent");
    expect(server.log.map(({ changes }) => changes.length)).toEqual([500, 101]);
    expect(server.sent.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(server.seq).toBe(601);
    expect(server.settings).toEqual({ zone: "UTC", emergency_number: "112", thresholds: {}, locale: "en" });
    expect(await db.outbox.count()).toBe(0);
  }, 20_000);

  it("sends half as many when they are too much at once, and names the one that is too large itself", async () => {
    for (let n = 0; n < 7; n++) await save();
    server.maxChanges = 2;
    expect(await syncOnce(tools)).toBe("sent");
    expect(server.seq).toBe(7);
    server.maxChanges = 0;
    await save();
    await syncOnce(tools);
    expect(await firstRejection()).toMatchObject({ kind: "episode", status: 413 });
  });

  it("takes fewer along after failures: the network may be too slow for more", async () => {
    for (let n = 0; n < 60; n++) await save();
    server.before = noNetwork;
    for (let attempt = 0; attempt < 5; attempt++) {
      await syncOnce(tools);
      await retryNow(db);
    }
    server.before = () => undefined;
    await syncOnce(tools);
    expect(server.log[0]!.changes).toHaveLength(20);
    expect(server.seq).toBe(60);
  });

  it("survives a reload in the middle of a send, and doubles nothing", async () => {
    const episode = await save();
    let reached!: () => void;
    const onTheWay = new Promise<void>((resolve) => (reached = resolve));
    server.after = () => {
      reached();
      return new Promise(() => undefined); // the page is gone before the answer
    };
    void syncOnce(tools);
    await onTheWay;

    const path = db.name;
    db.close();
    db = new FootnoteDatabase(path);
    server.after = () => undefined;
    tools = tab(sharedLocks()); // the browser frees the lock of a page that is gone
    expect(await syncOnce(tools)).toBe("sent");
    const [first, second] = sentOf(episode);
    expect(second).toEqual(first);
    expect(server.seq).toBe(1);
    expect(await db.outbox.count()).toBe(0);
  });

  it("sends what was under way as it was, and the newer edit upon its answer", async () => {
    const episode = await save({ note: "left foot", severity: 3 });
    server.after = noNetwork; // taken in, but the answer is lost
    await syncOnce(tools);
    server.after = () => undefined;
    await edit(episode, { note: null });
    await syncOnce(tools);
    expect(sentOf(episode).map(({ base_version, record }) => [base_version, record!["note"]])).toEqual([
      [0, "left foot"],
      [0, "left foot"],
      [1, null],
    ]);
    expect(server.last("episode", episode.id)).toMatchObject({ version: 2, data: { note: null, severity: 3 } });
    expect((await storedRow(episode)).record).toMatchObject({ version: 2, note: null });
  });

  it("sends from one tab at a time, each record once", async () => {
    const locks = sharedLocks();
    const saved = [await save(), await save(), await save()];
    let inside = 0;
    let maxInside = 0;
    server.before = async () => {
      maxInside = Math.max(maxInside, ++inside);
      await Promise.resolve();
    };
    server.after = () => void inside--;
    await Promise.all([syncOnce(tab(locks)), syncOnce(tab(locks))]);
    expect(maxInside).toBe(1);
    for (const episode of saved) expect(sentOf(episode)).toHaveLength(1);
  });

  it("stops and keeps everything when the session has ended", async () => {
    await save();
    await save();
    server.before = () => {
      throw new ApiError(401, []);
    };
    expect(await syncOnce(tools)).toBe("signed_out");
    expect(signedOut).toBe(1);
    const lines = await db.outbox.toArray();
    expect(lines.map(({ rejection, next_at }) => [rejection, next_at])).toEqual([
      [undefined, 0],
      [undefined, 0],
    ]);
  });

  it("returns when the last record was accepted, by the server's clock", async () => {
    const at: string[] = [];
    const episode = await save();
    await syncOnce({ ...tools, onAccepted: (time) => at.push(time) });
    expect(at).toEqual([(await storedRow(episode)).record.updated_at]);
  });
});

describe("a deletion", () => {
  it("is the last word, and so is what was brought back", async () => {
    const episode = await save();
    await db.putEpisode(episode, 1, clock);
    await db.putEpisode(episode, 0, clock);
    await syncOnce(tools);
    expect(server.sent.map(({ op }) => op)).toEqual(["put"]);
    await db.putEpisode(episode, 1, clock);
    await syncOnce(tools);
    expect(server.last("episode", episode.id)!.deleted).toBe(true);
    await db.putEpisode(episode, 0, clock); // from a screen that has not heard of the new version
    await syncOnce(tools);
    expect(server.last("episode", episode.id)).toMatchObject({ deleted: false, version: 3 });
    expect((await storedRow(episode)).deleted).toBe(0);
  });

  it("of which the answer was lost is undone all the same", async () => {
    const episode = await save();
    await syncOnce(tools);
    await db.putEpisode(episode, 1, clock);
    server.after = noNetwork;
    await syncOnce(tools);
    server.after = () => undefined;
    await db.putEpisode(episode, 0, clock);
    await syncOnce(tools);
    expect(server.last("episode", episode.id)).toMatchObject({ deleted: false, version: 3 });
    expect((await storedRow(episode)).deleted).toBe(0);
  });

  it("is content when what it deletes is not there", async () => {
    const episode = await save();
    await db.putEpisode(episode, 1, clock);
    expect(await syncOnce(tools)).toBe("sent");
    expect([server.seq, await db.outbox.count()]).toEqual([0, 0]);
  });

  it("is forgotten only once the server knows, but for days and what a note is about", async () => {
    const sent = await save();
    const noted = await save();
    await db.putEpisode(sent, 1, clock);
    await db.putEpisode(noted, 1, clock);
    await db.putCheckIn("2026-11-22", 1, clock);
    await syncOnce(tools);
    await db.set("merge_notes", { [noted.id]: 3 });
    const unsent = await save();
    await db.putEpisode(unsent, 1, clock);
    await db.purgeDeleted();
    expect((await db.episodes.toCollection().primaryKeys()).sort()).toEqual([noted.id, unsent.id].sort());
    expect(await db.checkIns.count()).toBe(1);
  });

  it("made elsewhere takes the record away here", async () => {
    const episode = await save();
    await syncOnce(tools);
    server.write({ kind: "episode", id: episode.id, op: "delete" });
    await syncOnce(tools, true);
    expect(await storedRow(episode)).toMatchObject({ deleted: 1, record: { version: 2 } });
  });

  it("made elsewhere is no hindrance to a day that is checked in again", async () => {
    const day = "2026-11-22";
    const others = [{ op: "put" }, { op: "delete" }] as const;
    for (const { op } of others)
      server.write({ kind: "check_in", id: day, op, ...(op === "put" ? { record: {} } : {}) });
    await db.putCheckIn(day, 0, clock); // without having heard of either
    await syncOnce(tools);
    expect(server.last("check_in", day)).toMatchObject({ deleted: false, version: 3 });
    expect(await db.checkIns.get(day)).toMatchObject({ deleted: 0, record: { version: 3 } });
    for (const deleted of [1, 0] as const) {
      await db.putCheckIn(day, deleted, clock);
      await syncOnce(tools);
      await db.purgeDeleted();
    }
    expect(server.last("check_in", day)).toMatchObject({ deleted: false, version: 5 });
  });
});

describe("an edit", () => {
  it("made while the record is under way is not lost, and goes upon the answer", async () => {
    const episode = await save({ severity: 2, note: "a" });
    await syncOnce(tools);
    elsewhere(episode, { severity: 2, note: "theirs" });
    await edit(await storedRecord(episode), { trigger: "sitting" });
    server.after = async () => {
      server.after = () => undefined;
      await edit(await storedRecord(episode), { severity: 9 });
    };
    expect(await syncOnce(tools)).toBe("sent");
    expect((await storedRow(episode)).record).toMatchObject({
      severity: 9,
      note: "theirs",
      trigger: "sitting",
      version: 4,
    });
    expect(sentOf(episode).map(({ base_version }) => base_version)).toEqual([0, 1, 3]);
    expect(sentOf(episode).at(-1)!.record).toMatchObject({ severity: 9, note: "theirs" });
  });

  it("keeps the base of the first unsent one when there are several", async () => {
    const episode = await save();
    await syncOnce(tools);
    await edit(await storedRecord(episode), { severity: 1 });
    await edit(episode, { severity: 2 }); // from a screen opened earlier
    await syncOnce(tools);
    expect(sentOf(episode).at(-1)).toMatchObject({ base_version: 1, record: { severity: 2 } });
    expect(sentOf(episode)).toHaveLength(2);
  });

  it("of a version that was just replaced is merged by the server, not laid over the new one", async () => {
    const episode = await save({ severity: 1 });
    await syncOnce(tools);
    const onScreen = await storedRecord(episode);
    elsewhere(episode, { note: "theirs" });
    await syncOnce(tools, true);
    await edit(onScreen, { severity: 5 });
    await syncOnce(tools);
    expect((await storedRow(episode)).record).toMatchObject({ severity: 5, note: "theirs", version: 3 });
  });

  it("made elsewhere too is merged, and the merged record replaces this one", async () => {
    const episode = await save({ severity: 1 });
    await syncOnce(tools);
    elsewhere(episode, { note: "theirs", severity: 2 });
    await edit(await storedRecord(episode), { severity: 3 });
    await syncOnce(tools);
    expect((await storedRow(episode)).record).toMatchObject({ severity: 3, note: "theirs", version: 3 });
    expect(await db.get("merge_candidates")).toEqual({ [episode.id]: 1 });
  });
});

async function storedRecord(episode: { id: string }): Promise<Episode> {
  return (await storedRow(episode)).record;
}

describe("a refused record", () => {
  it("is a problem, and the others are sent", async () => {
    const rejected = await save({ zone: "Mars/Base" });
    const good = await save();
    server.refuses = ({ id }) => (id === rejected.id ? refusal : undefined);
    expect(await syncOnce(tools)).toBe("sent");
    expect(server.last("episode", good.id)).toBeDefined();
    expect(await firstRejection()).toEqual({
      kind: "episode",
      key: rejected.id,
      status: 400,
      errors: [{ code: "unknown_zone", param: "zone", message: "Unknown zone." }],
    });
    expect(await storedRow(rejected)).toMatchObject({ deleted: 0 });
    await syncOnce(tools, true);
    expect(sentOf(rejected)).toHaveLength(1);
  });

  it("is sent again once it was edited, or when the person retries", async () => {
    const episode = await save({ zone: "Mars/Base" });
    server.refuses = () => refusal;
    await syncOnce(tools);
    await retryRejected(db, await firstRejection());
    await syncOnce(tools);
    expect(sentOf(episode)).toHaveLength(2);
    await edit(episode, { zone: "Europe/Paris" });
    server.refuses = () => undefined;
    expect(await syncOnce(tools)).toBe("sent");
    expect(server.last("episode", episode.id)!.data).toMatchObject({ zone: "Europe/Paris" });
    expect(await db.outbox.count()).toBe(0);
  });

  it("that was repaired while the refusal was under way is sent as repaired", async () => {
    const episode = await save({ zone: "Mars/Base" });
    server.refuses = ({ record }) => (record!["zone"] === "Mars/Base" ? refusal : undefined);
    server.after = async () => {
      server.after = () => undefined;
      await edit(episode, { zone: "Europe/Paris" });
    };
    expect(await syncOnce(tools)).toBe("sent");
    expect(sentOf(episode)).toHaveLength(2);
    expect(await db.outbox.count()).toBe(0);
  });

  it("of another person is a problem, and given up it is gone", async () => {
    await save();
    server.refuses = () => [{ code: "not_found", message: "There is nothing here." }];
    expect(await syncOnce(tools)).toBe("sent");
    expect((await firstRejection()).status).toBe(404);
    await discardChange(db, await firstRejection());
    expect([await db.outbox.count(), await db.episodes.count()]).toEqual([0, 0]);
  });

  it("given up brings back what the server has, also what was changed there since", async () => {
    const episode = await save({ severity: 1 });
    await syncOnce(tools);
    server.refuses = () => refusal;
    await edit(await storedRecord(episode), { zone: "Mars/Base" });
    await syncOnce(tools);
    const ref = { kind: "episode", key: episode.id } as const;
    await discardChange(db, ref);
    expect((await storedRow(episode)).record).toMatchObject({ zone: "Europe/Berlin", severity: 1, version: 1 });

    await edit(await storedRecord(episode), { zone: "Mars/Base" });
    await syncOnce(tools);
    elsewhere(episode, { severity: 8 });
    await syncOnce(tools, true);
    expect((await storedRow(episode)).record).toMatchObject({ zone: "Mars/Base", severity: 1 });
    await discardChange(db, ref);
    expect((await storedRow(episode)).record).toMatchObject({ zone: "Europe/Berlin", severity: 8, version: 2 });

    await edit(await storedRecord(episode), { zone: "Mars/Base" });
    await syncOnce(tools);
    server.write({ kind: "episode", id: episode.id, op: "delete" });
    await syncOnce(tools, true);
    await discardChange(db, ref);
    expect((await storedRow(episode)).deleted).toBe(1);
  });

  it("waits without stopping the others when it fails on the server's side", async () => {
    const rejected = await save();
    const good = await save();
    server.before = ({ changes }) => {
      if (changes.some(({ id }) => id === rejected.id)) throw new ApiError(500, []);
    };
    expect(await syncOnce(tools)).toBe("later");
    expect(server.last("episode", good.id)).toBeDefined();
    expect((await db.outbox.toArray()).map(({ key, attempts }) => [key, attempts])).toEqual([[rejected.id, 1]]);
  });

  it("is not searched for when the server fails", async () => {
    for (let n = 0; n < 32; n++) await save();
    let requestCount = 0;
    server.before = () => {
      requestCount++;
      throw new ApiError(500, []);
    };
    expect(await syncOnce(tools)).toBe("later");
    expect(requestCount).toBeLessThan(10);
  });
});

describe("reading", () => {
  const fields = (severity: number) => pickFields("episode", blank({ severity })) as Record<string, unknown>;

  it("brings every page to a new phone, from the beginning", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) server.write({ kind: "episode", id, op: "put", record: fields(5) });
    server.write({ kind: "check_in", id: "2026-11-19", op: "put", record: {} });
    server.write({ kind: "question", id: "q", op: "put", record: { text: "Why?", asked: false } });
    server.page = 3;
    await syncOnce(tools, true);
    expect(server.log.map(({ cursor }) => cursor)).toEqual([null, server.cursorAt(3), server.cursorAt(6)]);
    expect(await db.episodes.toCollection().primaryKeys()).toEqual(["a", "b", "c", "d", "e"]);
    expect(await db.checkIns.toArray()).toMatchObject([{ deleted: 0, record: { date: "2026-11-19" } }]);
    expect(await db.questions.toArray()).toMatchObject([{ record: { id: "q", text: "Why?", version: 1 } }]);
    expect(await db.syncCursor()).toEqual({ cursor: server.cursorAt(7), more: false });
    expect(await db.outbox.count()).toBe(0);
    expect(await db.get("merge_candidates")).toBeUndefined();
  });

  it("stores a field of a newer app, and does not name it in a change of its own", async () => {
    server.write({ kind: "episode", id: "a", op: "put", record: { ...fields(5), mood: 3 } });
    await syncOnce(tools, true);
    const stored = (await db.episodes.get("a"))!;
    expect(stored.record).toMatchObject({ severity: 5, mood: 3 });
    await db.putEpisode({ ...stored.record, severity: 6 }, 0, clock++);
    await syncOnce(tools);
    expect(server.sent.map(({ record }) => [record!["severity"], "mood" in record!])).toEqual([[6, false]]);
    expect((await db.episodes.get("a"))!.record).toMatchObject({ severity: 6, mood: 3 });
  });

  it("goes on where it was interrupted, with nothing to send", async () => {
    for (const id of ["a", "b"]) server.write({ kind: "episode", id, op: "put", record: fields(5) });
    server.page = 1;
    server.before = () => {
      if (server.log.length === 1) noNetwork();
    };
    expect(await syncOnce(tools, true)).toBe("later");
    expect(await db.syncCursor()).toEqual({ cursor: server.cursorAt(1), more: true });
    server.before = () => undefined;
    await syncOnce(tools);
    expect(await db.episodes.count()).toBe(2);
  });

  it("leaves a record with an unsent edit alone", async () => {
    const episode = await save({ severity: 1 });
    await syncOnce(tools);
    elsewhere(episode, { severity: 3 });
    await edit(await storedRecord(episode), { severity: 7 });
    await db.outbox.toCollection().modify({ next_at: clock + 60_000 });
    await syncOnce(tools, true);
    expect((await storedRow(episode)).record).toMatchObject({ severity: 7, version: 1 });
    expect(await db.syncCursor()).toMatchObject({ cursor: server.cursorAt(2) });
    await retryNow(db);
    await syncOnce(tools);
    expect((await storedRow(episode)).record).toMatchObject({ severity: 7, version: 3 });
  });

  it("never lets an older reply that comes late overwrite a newer one", async () => {
    const unlocked: SyncContext = tab({ request: (_name, job) => job() }); // a browser without Web Locks
    const episode = await save({ severity: 1 });
    await syncOnce(unlocked);
    elsewhere(episode, { severity: 2 });
    let release!: () => void;
    server.after = () => {
      server.after = () => undefined;
      return new Promise((resolve) => (release = resolve));
    };
    const slow = syncOnce(unlocked, true);
    await expect.poll(() => release).toBeDefined();
    server.write({ kind: "episode", id: episode.id, op: "delete" });
    await syncOnce(unlocked, true);
    release();
    await slow;
    expect(await storedRow(episode)).toMatchObject({ deleted: 1, record: { version: 3 } });
    expect((await db.syncCursor()).cursor).toBe(server.cursorAt(3));
  });

  it("never lets an old acknowledgement that comes late do so either", async () => {
    const unlocked: SyncContext = tab({ request: (_name, job) => job() });
    const episode = await save({ severity: 1 });
    let release!: () => void;
    server.after = () => {
      server.after = () => undefined;
      return new Promise((resolve) => (release = resolve));
    };
    const slow = syncOnce(unlocked);
    await expect.poll(() => release).toBeDefined();
    await syncOnce(unlocked); // another tab sends the same
    elsewhere(episode, { severity: 2 });
    await syncOnce(unlocked, true);
    release();
    await slow;
    expect((await storedRow(episode)).record).toMatchObject({ severity: 2, version: 2 });
  });

  it("takes nothing into a phone that was cleared, or has another owner, meanwhile", async () => {
    server.write({ kind: "episode", id: "a", op: "put", record: fields(5) });
    await db.set("session", { signedIn: true, email: "a@example.org" });
    server.after = async () => {
      await db.clearAll();
      await db.set("session", { signedIn: true, email: "b@example.org" });
    };
    await syncOnce(tools, true);
    expect([await db.episodes.count(), await db.get("sync_cursor")]).toEqual([0, undefined]);
  });

  it("brings settings, unless they were changed here", async () => {
    await db.set("settings", { places: "list" });
    await fetchSettings(tools);
    const there = { zone: "Europe/Paris", emergencyNumber: "112", thresholds: { long_hour_minutes: 90 } };
    expect(await db.get("settings")).toEqual({ places: "list", ...there });
    await db.putSettings({ ...there, zone: "UTC" }, clock);
    await fetchSettings(tools);
    expect(await db.get("settings")).toMatchObject({ zone: "UTC" });
  });
});

describe("an app that sent one request for each record", () => {
  it("goes on without losing or doubling anything", async () => {
    // On the server as versions 1, 2 and 1; the phone has edited one, deleted one and brought one back since.
    const [edited, back, fresh] = [blank({ severity: 1 }), blank({ severity: 2 }), blank({ severity: 3 })];
    elsewhere(edited, {});
    elsewhere(back, {});
    server.write({ kind: "episode", id: back.id, op: "delete" });
    server.write({ kind: "check_in", id: "2026-11-20", op: "put", record: {} });
    const line = { attempts: 0, next_at: 0, queued_at: 0, op: "put" as const, kind: "episode" as const };
    await db.episodes.bulkPut([
      { id: edited.id, record: { ...edited, severity: 7, version: 1 }, deleted: 0 },
      { id: back.id, record: { ...back, version: 1 }, deleted: 0 },
      { id: fresh.id, record: fresh, deleted: 0 },
    ]);
    await db.checkIns.put({ id: "2026-11-20", record: { date: "2026-11-20", version: 1 }, deleted: 0 });
    await db.outbox.bulkPut([
      { ...line, key: edited.id, edit: 1, base_version: 1 },
      { ...line, key: back.id, edit: 2 },
      { ...line, key: fresh.id, edit: 3, base_version: 0 },
    ]);
    await db.set("edits", 3);
    expect(await syncOnce(tools, true)).toBe("sent");
    const there = [edited, back, fresh].map(({ id }) => server.last("episode", id)!);
    expect(there.map(({ deleted, data, version }) => [deleted, data["severity"], version])).toEqual([
      [false, 7, 2],
      [false, 2, 3],
      [false, 3, 1],
    ]);
    const here = await Promise.all([edited, back, fresh].map(storedRow));
    expect(here.map(({ deleted, record }) => [deleted, record.severity, record.version])).toEqual([
      [0, 7, 2],
      [0, 2, 3],
      [0, 3, 1],
    ]);
    expect([await db.outbox.count(), server.seq]).toEqual([0, 7]);
  });
});
