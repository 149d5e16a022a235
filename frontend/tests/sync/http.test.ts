import { afterEach, expect, it, vi } from "vitest";
import { ApiError, call } from "../../src/sync/http";

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  const fetched = vi.fn(
    async (_path: string, _init: RequestInit) => new Response(status === 204 ? null : body, { status, headers }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const failure = (work: Promise<unknown>): Promise<ApiError> =>
  work.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: unknown) => error as ApiError,
  );

it("carries the envelope in the error", async () => {
  const errors = [{ code: "unknown_zone", param: "zone", message: "There is no such zone." }];
  answer(400, JSON.stringify({ status: 400, errors }));
  const error = await failure(call("PUT", "/api/v1/episodes/1", {}));
  expect(error).toBeInstanceOf(ApiError);
  expect([error.status, error.errors, error.offline]).toEqual([400, errors, false]);
});

it("takes a missing answer, and another page in its place, for no connection", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  expect((await failure(call("GET", "/api/v1/diary"))).offline).toBe(true);
  answer(200, "<html>Welcome to the hotel</html>");
  expect((await failure(call("GET", "/api/v1/diary"))).offline).toBe(true);
});

it("returns the Retry-After of the server", async () => {
  answer(429, "", { "Retry-After": "30" });
  expect((await failure(call("PUT", "/x", {}))).retryAfterMs).toBe(30_000);
});

it("sends the token of either cookie with a change, and none with a read", async () => {
  vi.stubGlobal("document", { cookie: "a=b; __Host-csrf=s%20ecret" });
  const fetched = answer(204, "");
  expect(await call("DELETE", "/x")).toBeUndefined();
  await call("GET", "/x");
  const sent = fetched.mock.calls.map(([, init]) => new Headers(init.headers).get("X-CSRFToken"));
  expect(sent).toEqual(["s ecret", null]);
});
