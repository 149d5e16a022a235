import { afterEach, expect, it, vi } from "vitest";
import { createLink, type LinkRequest } from "../../../src/screens/share/links";

const REQUEST: LinkRequest = {
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

it("requests a copy again while its PDF is being rendered", async () => {
  vi.useFakeTimers();
  const answers = [
    new Response(JSON.stringify({ state: "waiting", done: 0, total: 9 }), { status: 202 }),
    new Response(JSON.stringify({ state: "running", done: 4, total: 9 }), { status: 202 }),
    new Response(JSON.stringify({ id: "1", url: "https://x/s/token" }), { status: 201 }),
  ];
  const requests: unknown[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    requests.push(init.body);
    return answers.shift();
  });
  const created = createLink(REQUEST);
  await vi.runAllTimersAsync();
  expect(await created).toMatchObject({ url: "https://x/s/token" });
  expect(requests).toEqual([requests[0], requests[0], requests[0]]);
});
