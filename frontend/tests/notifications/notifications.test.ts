import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../src/sync/http";
import { blankRecord } from "../../src/model/records";
import { FootnoteDatabase } from "../../src/storage/database";
import { syncOnce } from "../../src/sync/push-pull";
import { queueReminderAnswer, pendingReminderAnswers } from "../../src/sync/pending-reminder-answers";
import type { SyncContext } from "../../src/sync/tools";
import { FakeServer } from "../fixtures/fake-server";
import { parsePayload, toNotification, type PushPayload } from "../../src/notifications/payload";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const AT = "2026-11-25T12:00:00.000Z";
const ID = "0193510c-0000-7000-8000-000000000001";
const payload = {
  title: "Is it still going on?",
  body: "One tap keeps the time.",
  tag: "episode-1",
  page: "/#/today",
  lang: "en",
  dir: "ltr",
  reminder: "r1",
  episode: ID,
  day: null,
  actions: [
    { action: "stopped", title: "It stopped", opens: null },
    { action: "still", title: "Still going on", opens: "/#/verdict/1" },
  ],
};
const notice = payload as PushPayload;

let number = 0;
let db: FootnoteDatabase;
let requests: unknown[];
let status: number | undefined;
let tools: SyncContext;

beforeEach(() => {
  db = new FootnoteDatabase(`notices-${number++}`);
  const server = new FakeServer();
  requests = [];
  status = undefined;
  tools = {
    db,
    call: async (method, path, body) => {
      if (status !== undefined) throw new ApiError(status, []);
      if (!path.startsWith("/api/v1/reminders/")) return server.call(method, path, body);
      requests.push([path, body]);
      return {};
    },
    locks: { request: (_name, job) => job() },
    now: () => NOW,
    onSignedOut: async () => undefined,
  };
});

describe("a message", () => {
  it("is shown as the server wrote it, with as many actions as the phone has room for", () => {
    expect(parsePayload(JSON.stringify(payload).padEnd(1024))).toEqual(notice);
    expect(toNotification(notice, 1, false)).toMatchObject({
      body: payload.body,
      tag: payload.tag,
      renotify: true,
      silent: false,
      data: notice,
    });
    expect(toNotification(notice, 1, false).actions).toEqual([{ action: "stopped", title: "It stopped" }]);
  });

  it("that comes a second time makes no second sound", () => {
    expect(toNotification(notice, 2, true)).toMatchObject({ renotify: false, silent: true });
  });

  it.each([undefined, "", "{", "[]", "1", '"x"', "{}", '{"title":1}'])(
    "that cannot be read (%s) is shown all the same",
    (text) => {
      expect(parsePayload(text)).toMatchObject({ title: "Footnote", reminder: null, actions: [] });
    },
  );
});

describe("an answer", () => {
  const running = blankRecord("episode", { id: ID, started_at: "2026-11-25T11:00:00Z", zone: "UTC" });

  it("ends the episode on this phone at once, and on the server when there is a network", async () => {
    await db.putEpisode(running, 0, 0);
    await queueReminderAnswer(db, notice, "stopped", NOW);
    expect((await db.episodes.get(ID))!.record.ended_at).toBe(AT);
    status = 0;
    expect(await syncOnce(tools)).toBe("later");
    expect(await pendingReminderAnswers(db)).toHaveLength(1);
    status = undefined;
    await db.outbox.toCollection().modify({ next_at: 0 });
    expect(await syncOnce(tools)).toBe("sent");
    expect(requests).toEqual([["/api/v1/reminders/r1/answer", { answer: "stopped", at: AT }]]);
    expect(await pendingReminderAnswers(db)).toEqual([]);
  });

  it("leaves an end that is there, and an episode that is only on another phone", async () => {
    await db.putEpisode({ ...running, ended_at: "2026-11-25T11:30:00Z" }, 0, 0);
    await queueReminderAnswer(db, notice, "stopped", NOW);
    await queueReminderAnswer(db, { ...notice, episode: "elsewhere" }, "stopped", NOW);
    expect((await db.episodes.get(ID))!.record.ended_at).toBe("2026-11-25T11:30:00Z");
    expect(await db.episodes.count()).toBe(1);
    expect(await pendingReminderAnswers(db)).toHaveLength(2);
  });

  it("checks in for the day of the reminder", async () => {
    await queueReminderAnswer(db, { ...notice, episode: null, day: "2026-11-24" }, "none", NOW);
    expect((await db.checkIns.get("2026-11-24"))?.deleted).toBe(0);
  });

  it.each([400, 404, 409])("that was settled otherwise (%i) is not sent for ever", async (refused) => {
    await queueReminderAnswer(db, notice, "booked", NOW);
    status = refused;
    await syncOnce(tools);
    expect(await pendingReminderAnswers(db)).toEqual([]);
  });

  it("to a notification without a reminder is not queued", async () => {
    await queueReminderAnswer(db, { ...notice, reminder: null, episode: null }, "opened", NOW);
    expect(await pendingReminderAnswers(db)).toEqual([]);
  });
});
