import { afterEach, expect, it, vi } from "vitest";
import { createLink, type LinkRequest } from "../../../src/screens/share/links";

const WISH: LinkRequest = {
  kind: "page",
  days: 90,
  expires: 7,
  label: "",
  passcode: null,
  views: null,
  notes: true,
  background: true,
  questions: true,
  frozen: true,
  downloads: true,
};

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks for a copy again while its PDF is being made", async () => {
  vi.useFakeTimers();
  const answers = [
    new Response(JSON.stringify({ state: "waiting", done: 0, total: 9 }), { status: 202 }),
    new Response(JSON.stringify({ state: "running", done: 4, total: 9 }), { status: 202 }),
    new Response(JSON.stringify({ id: "1", url: "https://x/s/token" }), { status: 201 }),
  ];
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    asked.push(init.body);
    return answers.shift();
  });
  const made = createLink(WISH);
  await vi.runAllTimersAsync();
  expect(await made).toMatchObject({ url: "https://x/s/token" });
  expect(asked).toEqual([asked[0], asked[0], asked[0]]);
});
