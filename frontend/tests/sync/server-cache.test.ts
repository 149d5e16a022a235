import "fake-indexeddb/auto";
import { afterEach, expect, it, vi } from "vitest";
import { ApiError } from "../../src/sync/http";
import { intervals } from "../../src/model/intervals";
import { db } from "../../src/storage/database";
import { followAssessment } from "../../src/sync/server-cache";

const server = vi.hoisted(() => ({ answers: [] as { path: string; answer: () => unknown }[] }));
vi.mock("../../src/sync/http", async (original) => ({
  ...(await original<typeof import("../../src/sync/http")>()),
  call: (_method: string, path: string) =>
    Promise.resolve().then(
      () => server.answers.find((answer) => path.split("?")[0] === answer.path)?.answer() ?? { results: [] },
    ),
}));

const at = (milliseconds: number) => ({ assessed_at: new Date(milliseconds).toISOString(), findings: [] });
const assessedAt = async () => Date.parse((await db.get<{ assessed_at: string }>("assessment"))!.assessed_at);

Object.assign(intervals, { assessmentEvery: 1 });
afterEach(() => (server.answers = []));

it("goes on asking when more was sent while the prompts of the last assessment were fetched", async () => {
  let now = 1_000;
  server.answers = [
    { path: "/api/v1/assessment", answer: () => at(now) },
    {
      path: "/api/v1/prompts",
      answer: () => {
        if (now === 1_000) void followAssessment((now = 2_000));
        return { results: [] };
      },
    },
  ];
  await followAssessment(1_000);
  expect(await assessedAt()).toBe(2_000);
});

it("retries after a request that was lost on the way", async () => {
  let lost = 2;
  server.answers = [
    {
      path: "/api/v1/assessment",
      answer: () => {
        if (lost-- > 0) throw new ApiError(0, []);
        return at(5_000);
      },
    },
  ];
  await followAssessment(5_000);
  expect(await assessedAt()).toBe(5_000);
});

it("does not go on for somebody who was signed out", async () => {
  server.answers = [
    {
      path: "/api/v1/assessment",
      answer: () => {
        throw new ApiError(401, []);
      },
    },
  ];
  await expect(followAssessment(9_000)).rejects.toMatchObject({ status: 401 });
});
