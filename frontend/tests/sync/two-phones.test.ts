/** Three phones of one person by chance: offline, interrupted, edited while a request is under way. */
import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { ApiError, type Call } from "../../src/sync/http";
import { blankRecord, pickFields } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { syncOnce } from "../../src/sync/push-pull";
import { retryNow } from "../../src/storage/outbox";
import type { SyncContext } from "../../src/sync/tools";
import { FakeServer } from "../fixtures/fake-server";

const IDS = ["one", "another"];
const DAY = "2026-11-20";

/** Numbers in 0..1 that are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Phone {
  db: FootnoteDatabase;
  /** What was written last of each entry, until it was deleted or brought back here. */
  readonly wrote = new Map<string, string>();

  constructor(
    readonly name: string,
    private readonly call: Call,
  ) {
    this.db = new FootnoteDatabase(name);
  }

  async sync(call: Call = this.call): Promise<void> {
    const { db } = this;
    await retryNow(db);
    const locks: SyncContext["locks"] = { request: (_name, job) => job() };
    await syncOnce({ db, call, locks, now: () => 0, onSignedOut: async () => undefined }, true);
  }

  async write(id: string, note: string, severity: number | null): Promise<void> {
    const stored = await this.db.episodes.get(id);
    if (stored?.deleted) return;
    const blank = blankRecord("episode", { id, started_at: "2026-11-23T07:00:00Z", zone: "UTC" });
    this.wrote.set(id, note);
    await this.db.putEpisode({ ...(stored?.record ?? blank), note, ...(severity === null ? {} : { severity }) }, 0, 0);
  }

  async flip(id: string): Promise<void> {
    const stored = await this.db.episodes.get(id);
    if (!stored) return;
    this.wrote.delete(id);
    await this.db.putEpisode(stored.record, stored.deleted ? 0 : 1, 0);
  }

  async flipDay(): Promise<void> {
    await this.db.putCheckIn(DAY, (await this.db.checkIns.get(DAY))?.deleted === 0 ? 1 : 0, 0);
  }

  reload(): void {
    this.db.close();
    this.db = new FootnoteDatabase(this.name);
  }
}

it.each(Array.from({ length: 20 }, (_, seed) => seed))("all come to show the same, run %i", async (seed) => {
  const next = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const server = new FakeServer();
  server.page = 3;
  server.maxChanges = 2;
  const phones = [0, 1, 2].map((n) => new Phone(`phones-${seed}-${n}`, server.call));
  let noteCount = 0;
  const write = (phone: Phone) =>
    phone.write(pick(IDS), `note ${noteCount++}`, next() < 0.5 ? null : Math.floor(next() * 10));

  const ways: ((phone: Phone) => Promise<void>)[] = [
    write,
    write,
    (phone) => phone.flip(pick(IDS)),
    (phone) => phone.flipDay(),
    (phone) => phone.sync(),
    (phone) => phone.sync(async () => Promise.reject(new ApiError(0, []))),
    // The answer is lost: the request was taken in.
    (phone) =>
      phone.sync(async (...request) => {
        await server.call(...request);
        throw new ApiError(0, []);
      }),
    // Something is done while the request is under way.
    (phone) =>
      phone.sync(async (...request) => {
        const reply = await server.call(...request);
        if (next() < 0.5)
          await pick([write, (target: Phone) => target.flip(pick(IDS)), (target: Phone) => target.flipDay()])(phone);
        return reply;
      }),
    async (phone) => phone.reload(),
  ];
  for (let step = 0; step < 40; step++) await pick(ways)(pick(phones));
  for (let round = 0; round < 2; round++) for (const phone of phones) await phone.sync();

  for (const { db, wrote } of phones) {
    expect(await db.outbox.toArray()).toEqual([]);
    for (const id of IDS) {
      const there = server.last("episode", id);
      const here = await db.episodes.get(id);
      // What was deleted before the server heard of it is not there.
      const unheard = here?.deleted === 1 && here.record.version === undefined;
      expect(!here || unheard ? undefined : [here.deleted === 1, here.record.version]).toEqual(
        there && [there.deleted, there.version],
      );
      if (there && !there.deleted) expect(pickFields("episode", here!.record)).toEqual(there.data);
      const note = wrote.get(id);
      const known = server.revisions.get(`episode ${id}`) ?? [];
      if (note) expect(known.map(({ sent }) => sent["note"])).toContain(note);
    }
    const there = server.last("check_in", DAY);
    expect((await db.checkIns.get(DAY))?.deleted).toEqual(there && (there.deleted ? 1 : 0));
  }
});
