import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiError, call } from "../../src/sync/http";
import { db } from "../../src/storage/database";
import { sendPromptAnswers } from "../../src/sync/pending-answers";
import { answerServerPrompt } from "../../src/prompts/answer-server-prompt";
import { fetchPrompts } from "../../src/sync/server-cache";
import type { Prompt, PromptAnswer } from "../../src/model/types";

const server = vi.hoisted(() => ({ status: 0, prompts: [] as unknown[], requests: [] as unknown[] }));
vi.mock("../../src/sync/http", async (original) => {
  const real = await original<typeof import("../../src/sync/http")>();
  return {
    ...real,
    call: async (method: string, path: string, body: unknown) => {
      if (method === "POST" && server.status !== 200) throw new real.ApiError(server.status, []);
      if (method === "POST") server.requests.push([path, body]);
      return { results: server.prompts };
    },
  };
});

const PATH = "/api/v1/prompts/p1/answer";
const prompt: Prompt = { id: "p1", level: "see_provider", opened_at: "2026-11-25T12:00:00Z", findings: [] };
const shown = async () => (await db.get<Prompt[]>("prompts"))!;

beforeEach(async () => {
  await db.clearAll();
  Object.assign(server, { status: 0, prompts: [prompt], requests: [] });
  await db.set("prompts", [prompt]);
  vi.useFakeTimers({ now: Date.parse("2026-11-25T12:00:00Z"), toFake: ["Date"] });
});

it.each<[PromptAnswer, Partial<Prompt>[]]>([
  [{ answer: "booked", visit_on: "2026-11-30" }, [{ answer: "booked", visit_on: "2026-11-30" }]],
  [{ answer: "seen" }, []],
  [{ answer: "declined", reason: "It went away" }, []],
  [{ answer: "snooze", days: 3 }, [{ answer: "snooze", snoozed_until: "2026-11-28T12:00:00.000Z" }]],
])("without a connection %o is shown optimistically, and sent later with its time", async (given, expected) => {
  await answerServerPrompt("p1", given);
  expect(await shown()).toMatchObject(expected);
  expect(await shown()).toHaveLength(expected.length);
  await fetchPrompts(); // the server does not know it yet
  expect(await shown()).toHaveLength(expected.length);

  server.status = 200;
  await sendPromptAnswers({ db, call });
  await sendPromptAnswers({ db, call });
  expect(server.requests).toEqual([[PATH, { ...given, level: "see_provider", at: "2026-11-25T12:00:00.000Z" }]]);
});

it("sends answers one after the other, in the order in which they were given", async () => {
  await answerServerPrompt("p1", { answer: "booked" });
  server.status = 200;
  await answerServerPrompt("p1", { answer: "booked", visit_on: "2026-11-30" });
  expect(server.requests).toMatchObject([
    [PATH, { answer: "booked", level: "see_provider" }],
    [PATH, { visit_on: "2026-11-30" }],
  ]);
});

it("that the server rejects throws at once, and is not queued", async () => {
  server.status = 400;
  await expect(answerServerPrompt("p1", { answer: "booked", visit_on: "2026-11-01" })).rejects.toThrow(ApiError);
  server.status = 200;
  await sendPromptAnswers({ db, call });
  expect(server.requests).toEqual([]);
  expect(await shown()).toEqual([prompt]);
});

it("to a prompt that was closed elsewhere is not retried forever", async () => {
  await answerServerPrompt("p1", { answer: "seen" });
  server.status = 409;
  await sendPromptAnswers({ db, call });
  server.status = 200;
  await sendPromptAnswers({ db, call });
  expect(server.requests).toEqual([]);
});

it("to a prompt whose level rose since leaves the new level open", async () => {
  await answerServerPrompt("p1", { answer: "declined" });
  server.prompts = [{ ...prompt, level: "see_provider_soon" }];
  await fetchPrompts();
  expect(await shown()).toMatchObject([{ level: "see_provider_soon" }]);
  expect((await shown())[0]!.closed_at).toBeUndefined();
});

it("that the server rejects temporarily, as without its cookie, is sent later", async () => {
  await answerServerPrompt("p1", { answer: "seen" });
  server.status = 403;
  await expect(sendPromptAnswers({ db, call })).rejects.toThrow(ApiError);
  server.status = 200;
  await sendPromptAnswers({ db, call });
  expect(server.requests).toMatchObject([[PATH, { answer: "seen" }]]);
});
