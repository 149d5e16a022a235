import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError, type Call, type Method } from "../api/client";
import { FootnoteDatabase } from "./db";
import { newId } from "./ids";
import { blankEpisode } from "./blank";
import { dropChange, retryNow, sendDue, type Locks, type Tools } from "./outbox";
import { pull } from "./pull";
import type { Episode } from "./types";

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

type Stored = Record<string, unknown> & { version: number };

/** A server that keeps what is PUT, counts what it accepts, and fails when told to. */
class Server {
  records = new Map<string, Stored>();
  /** Paths whose record was deleted elsewhere after it had been sent: a PUT is a replay then. */
  deleted = new Set<string>();
  log: { method: Method; path: string; body: Record<string, unknown> | undefined }[] = [];
  /** Runs before a request is taken in; may throw. */
  before: (method: Method, path: string) => Promise<void> | void = () => undefined;
  /** Runs after a request is taken in, before the answer; may throw. */
  after: (method: Method, path: string) => Promise<void> | void = () => undefined;

  call: Call = async (method, path, body) => {
    const sent = body as Record<string, unknown> | undefined;
    await this.before(method, path);
    this.log.push({ method, path, body: sent });
    const answer = this.answer(method, path, sent);
    await this.after(method, path);
    return answer;
  };

  private answer(method: Method, path: string, body: Record<string, unknown> = {}): unknown {
    if (method === "DELETE") return void this.records.delete(path);
    if (method === "GET") {
      const prefix = path === "/api/v1/diary" ? null : `${path.split("?")[0]}/`;
      if (prefix === null) return { zone: "Europe/Paris", emergency_number: "112", thresholds: { long_hour_minutes: 90 } };
      const found = [...this.records].filter(([key]) => key.startsWith(prefix));
      const page = new URLSearchParams(path.split("?")[1]).get("page") ?? "1";
      const next = page === "1" && found.length > 2 ? `http://host${prefix.slice(0, -1)}?page=2` : null;
      const shown = page === "1" ? found.slice(0, 2) : found.slice(2);
      return { next, results: shown.map(([, record]) => record) };
    }
    const { base_version: _, ...fields } = body;
    const gone = this.deleted.has(path);
    const version = (this.records.get(path)?.version ?? 0) + (gone ? 2 : 1);
    const key = path.split("/").at(-1)!;
    const id = path.includes("check-ins") ? { date: key } : { id: key };
    const record = { ...id, ...fields, version, deleted_at: gone ? "2026-11-23T07:30:00Z" : null };
    this.records.set(path, record);
    return record;
  }

  puts(path: string) {
    return this.log.filter((request) => request.method === "PUT" && request.path === path);
  }
}

const noNetwork = () => {
  throw new ApiError(0, [{ code: "no_answer", message: "There is no connection." }]);
};
const refusal = new ApiError(400, [{ code: "invalid", param: "zone", message: "Unknown zone." }]);

let name = 0;
let db: FootnoteDatabase;
let server: Server;
let tools: Tools;
let clock: number;
let signedOut: number;

function tab(locks: Locks): Tools {
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
  server = new Server();
  clock = Date.parse("2026-11-23T08:00:00Z");
  signedOut = 0;
  tools = tab(sharedLocks());
});

async function save(fields: Partial<Episode> = {}): Promise<Episode> {
  const episode = blankEpisode({ id: newId(clock), started_at: "2026-11-23T07:00:00Z", zone: "Europe/Berlin", ...fields });
  await db.keepEpisode(episode, 0, clock++);
  return episode;
}

const pathOf = (episode: Episode) => `/api/v1/episodes/${episode.id}`;

describe("the outbox", () => {
  it("keeps a save made offline and sends it exactly once when the network is back", async () => {
    server.before = noNetwork;
    const episode = await save({ severity: 4 });
    expect(await sendDue(tools)).toBe("later");
    expect(await db.outbox.count()).toBe(1);

    server.before = () => undefined;
    await retryNow(db);
    expect(await sendDue(tools)).toBe("sent");
    expect(await sendDue(tools)).toBe("sent");
    expect(server.puts(pathOf(episode))).toHaveLength(1);
    expect(server.records.get(pathOf(episode))).toMatchObject({ severity: 4 });
    expect(await db.outbox.count()).toBe(0);
  });

  it("waits longer after each failure", async () => {
    server.before = noNetwork;
    await save();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      await sendDue(tools);
      const line = (await db.outbox.toArray())[0]!;
      waits.push(line.next_at - clock);
      clock = line.next_at;
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  it("waits as long as the server asks", async () => {
    server.before = () => {
      throw new ApiError(429, [], undefined, 60_000);
    };
    await save();
    await sendDue(tools);
    expect((await db.outbox.toArray())[0]!.next_at).toBe(clock + 60_000);
  });

  it("survives a reload in the middle of a send", async () => {
    const episode = await save();
    let reached!: () => void;
    const onTheWay = new Promise<void>((resolve) => (reached = resolve));
    server.after = () => {
      reached();
      return new Promise(() => undefined); // the page is gone before the answer
    };
    void sendDue(tools);
    await onTheWay;

    const path = db.name;
    db.close();
    db = new FootnoteDatabase(path);
    server.after = () => undefined;
    tools = tab(sharedLocks()); // the browser frees the lock of a page that is gone
    expect(await sendDue(tools)).toBe("sent");
    expect(server.records.size).toBe(1);
    expect(server.puts(pathOf(episode))).toHaveLength(2);
    expect(await db.outbox.count()).toBe(0);
  });

  it("sends the same again when the answer was lost, and takes the second answer in", async () => {
    const episode = await save({ note: "left foot" });
    server.after = noNetwork;
    await sendDue(tools);
    server.after = () => undefined;
    await retryNow(db);
    await sendDue(tools);
    const [first, second] = server.puts(pathOf(episode));
    expect(second!.body).toEqual(first!.body);
    expect(server.records.size).toBe(1);
    expect((await db.episodes.get(episode.id))!.record.version).toBe(2);
  });

  it("keeps a refused record as a problem and sends the others", async () => {
    const bad = await save();
    const good = await save();
    server.before = (_method, path) => {
      if (path === pathOf(bad)) throw refusal;
    };
    expect(await sendDue(tools)).toBe("sent");
    expect(server.records.has(pathOf(good))).toBe(true);
    const [line] = await db.outbox.toArray();
    expect(line).toMatchObject({ key: bad.id, problem: { status: 400, errors: refusal.errors } });
    expect(await db.episodes.get(bad.id)).toBeDefined();
  });

  it("sends a refused record again once it was edited", async () => {
    const episode = await save({ zone: "Mars/Base" });
    server.before = () => {
      throw refusal;
    };
    await sendDue(tools);
    server.before = () => undefined;
    await db.keepEpisode({ ...episode, zone: "Europe/Paris" }, 0, clock);
    expect(await sendDue(tools)).toBe("sent");
    expect(server.records.get(pathOf(episode))).toMatchObject({ zone: "Europe/Paris" });
    expect(await db.outbox.count()).toBe(0);
  });

  it("holds a record that belongs to another person as a problem", async () => {
    await save();
    server.before = () => {
      throw new ApiError(404, [{ code: "not_found", message: "There is nothing here." }]);
    };
    expect(await sendDue(tools)).toBe("sent");
    const [line] = await db.outbox.toArray();
    expect(line!.problem!.status).toBe(404);
    await dropChange(db, line!.kind, line!.key);
    expect(await db.outbox.count()).toBe(0);
    expect(await db.episodes.count()).toBe(0);
  });

  it("lets a record that fails on the server's side wait without stopping the others", async () => {
    const bad = await save();
    const good = await save();
    server.before = (_method, path) => {
      if (path === pathOf(bad)) throw new ApiError(500, []);
    };
    expect(await sendDue(tools)).toBe("later");
    expect(server.records.has(pathOf(good))).toBe(true);
    expect(await db.outbox.count()).toBe(1);
  });

  it("does not lose an edit made while the record is being sent", async () => {
    const episode = await save({ severity: 2 });
    server.after = async () => {
      server.after = () => undefined;
      await db.keepEpisode({ ...episode, severity: 9 }, 0, clock);
    };
    expect(await sendDue(tools)).toBe("sent");
    expect((await db.episodes.get(episode.id))!.record).toMatchObject({ severity: 9, version: 2 });
    const puts = server.puts(pathOf(episode));
    expect(puts.map((put) => put.body!["severity"])).toEqual([2, 9]);
    expect(puts.map((put) => put.body!["base_version"])).toEqual([0, 1]);
    expect(await db.outbox.count()).toBe(0);
  });

  it("keeps the base of the first unsent edit when there are several", async () => {
    const episode = await save();
    await sendDue(tools);
    const seen = (await db.episodes.get(episode.id))!.record;
    await db.keepEpisode({ ...seen, severity: 1 }, 0, clock);
    await db.keepEpisode({ ...episode, severity: 2 }, 0, clock); // from a screen opened earlier
    await sendDue(tools);
    const last = server.puts(pathOf(episode)).at(-1)!;
    expect(last.body).toMatchObject({ severity: 2, base_version: 1 });
    expect(server.puts(pathOf(episode))).toHaveLength(2);
  });

  it("sends from one tab at a time, each record once", async () => {
    const locks = sharedLocks();
    const saved = [await save(), await save(), await save()];
    let inside = 0;
    let most = 0;
    server.before = async () => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
    };
    server.after = () => void inside--;
    await Promise.all([sendDue(tab(locks)), sendDue(tab(locks))]);
    expect(most).toBe(1);
    for (const episode of saved) expect(server.puts(pathOf(episode))).toHaveLength(1);
  });

  it("stops and keeps everything when the session has ended", async () => {
    await save();
    await save();
    server.before = () => {
      throw new ApiError(401, []);
    };
    expect(await sendDue(tools)).toBe("signed_out");
    expect(signedOut).toBe(1);
    const lines = await db.outbox.toArray();
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.problem === undefined)).toBe(true);
  });

  it("sends the last word on a record that was deleted and brought back", async () => {
    const episode = await save();
    await db.keepEpisode(episode, 1, clock);
    await db.keepEpisode(episode, 0, clock);
    await sendDue(tools);
    expect(server.log.map((request) => request.method)).toEqual(["PUT"]);
    await db.keepEpisode(episode, 1, clock);
    await sendDue(tools);
    expect(server.records.size).toBe(0);
  });

  it("says that it had seen nothing until the server has confirmed a record", async () => {
    const episode = await save({ severity: 1 });
    server.after = noNetwork; // taken in, but the answer is lost
    await sendDue(tools);
    await db.keepEpisode({ ...episode, severity: 2 }, 0, clock);
    server.after = () => undefined;
    await sendDue(tools);
    await db.keepEpisode({ ...episode, severity: 3 }, 0, clock);
    await sendDue(tools);
    const bases = server.puts(pathOf(episode)).map((put) => put.body!["base_version"]);
    expect(bases).toEqual([0, 0, 2]);
  });

  it("takes a record away that the server answers was deleted since", async () => {
    const episode = await save();
    server.deleted.add(pathOf(episode));
    await sendDue(tools);
    expect(await db.episodes.get(episode.id)).toMatchObject({ deleted: 1, record: { version: 2 } });
    expect(await db.outbox.count()).toBe(0);
  });

  it("keeps an edit made while the server answers that the record was deleted", async () => {
    const episode = await save();
    server.deleted.add(pathOf(episode));
    server.after = async () => {
      server.after = () => undefined;
      server.deleted.clear();
      await db.keepEpisode({ ...episode, severity: 9 }, 0, clock);
    };
    await sendDue(tools);
    expect((await db.episodes.get(episode.id))!.deleted).toBe(0);
    expect(server.puts(pathOf(episode)).at(-1)!.body).toMatchObject({ severity: 9, base_version: 2 });
  });

  it("never takes a day that is checked in again for a replay", async () => {
    await db.keepCheckIn("2026-11-22", 0, clock);
    await sendDue(tools);
    await db.keepCheckIn("2026-11-22", 1, clock);
    await sendDue(tools);
    await db.forgetDeleted();
    await db.keepCheckIn("2026-11-22", 0, clock);
    await sendDue(tools);
    const puts = server.puts("/api/v1/check-ins/2026-11-22");
    expect(puts.map((put) => put.body)).toEqual([{}, {}]);
  });

  it("brings a deleted record back without a base, and keeps later edits so", async () => {
    const episode = await save();
    await sendDue(tools);
    await db.keepEpisode(episode, 1, clock);
    await sendDue(tools);
    await db.keepEpisode(episode, 0, clock);
    await db.keepEpisode({ ...episode, severity: 3 }, 0, clock);
    await sendDue(tools);
    const last = server.puts(pathOf(episode)).at(-1)!;
    expect(last.body).not.toHaveProperty("base_version");
    expect(last.body).toMatchObject({ severity: 3 });

    const known = (await db.episodes.get(episode.id))!.record;
    await db.keepEpisode({ ...known, severity: 4 }, 0, clock);
    await sendDue(tools);
    expect(server.puts(pathOf(episode)).at(-1)!.body).toMatchObject({ base_version: known.version });
  });

  it("forgets what was deleted only once the server knows", async () => {
    const sent = await save();
    await db.keepEpisode(sent, 1, clock);
    await sendDue(tools);
    const unsent = await save();
    await db.keepEpisode(unsent, 1, clock);
    await db.forgetDeleted();
    expect(await db.episodes.toCollection().primaryKeys()).toEqual([unsent.id]);
  });

  it("is content when what it deletes is not there", async () => {
    const episode = await save();
    await db.keepEpisode(episode, 1, clock);
    server.before = () => {
      throw new ApiError(404, []);
    };
    expect(await sendDue(tools)).toBe("sent");
    expect(await db.outbox.count()).toBe(0);
  });

  it("sends check-ins, alerts and settings to their places", async () => {
    await db.keepCheckIn("2026-11-22", 0, clock++);
    const id = newId(clock);
    const alert = { noticed_at: "2026-11-23T07:00:00Z", zone: "UTC", red_flags: { vision: true } };
    await db.keepAlert({ id, ...alert, last_known_well_at: null }, clock++);
    const thresholds = { long_hour_minutes: 90, both_feet_days: null };
    await db.keepSettings({ zone: "UTC", emergencyNumber: "112", theme: "dark", thresholds }, clock);
    await sendDue(tools);
    expect(server.log).toEqual([
      { method: "PUT", path: "/api/v1/check-ins/2026-11-22", body: {} },
      { method: "PUT", path: `/api/v1/alerts/${id}`, body: { ...alert, last_known_well_at: null, base_version: 0 } },
      { method: "PATCH", path: "/api/v1/diary", body: { zone: "UTC", emergency_number: "112", thresholds } },
    ]);
    expect(await db.outbox.count()).toBe(0);
  });
});

describe("the fetch", () => {
  async function onServer(id: string, fields: Partial<Episode>, version = 1): Promise<void> {
    const record = blankEpisode({ id, started_at: "2026-11-20T07:00:00Z", zone: "Europe/Berlin", ...fields });
    server.records.set(`/api/v1/episodes/${id}`, { ...record, version });
  }

  it("brings every page to a new phone", async () => {
    for (const id of ["a", "b", "c"]) await onServer(id, { severity: 5 });
    server.records.set("/api/v1/check-ins/2026-11-19", { date: "2026-11-19", version: 1 });
    await pull(tools);
    expect(await db.episodes.toCollection().primaryKeys()).toEqual(["a", "b", "c"]);
    expect((await db.checkIns.get("2026-11-19"))!.deleted).toBe(0);
    expect(await db.outbox.count()).toBe(0);
    expect(await db.get("settings")).toEqual({
      zone: "Europe/Paris", emergencyNumber: "112", thresholds: { long_hour_minutes: 90 },
    });
  });

  it("leaves a record with an unsent edit alone", async () => {
    const episode = await save({ severity: 7 });
    await onServer(episode.id, { severity: 1 }, 3);
    await pull(tools);
    expect((await db.episodes.get(episode.id))!.record.severity).toBe(7);
  });

  it("takes away what was deleted elsewhere, but never what the server has not had", async () => {
    const here = await save();
    await onServer("gone", {});
    await pull(tools);
    server.records.clear();
    await pull(tools);
    expect(await db.episodes.toCollection().primaryKeys()).toEqual([here.id]);
  });
});
