import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "../../src/storage/database";
import { decodeBase64Url, refreshPush, pushState, startPush, stopPush, testPush } from "../../src/notifications/push";

const KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

let sent: string[];
let permission: string;
let current: ReturnType<typeof pushSubscription> | null;

const pushSubscription = (key: Uint8Array, address: string) => ({
  options: { applicationServerKey: key.buffer },
  toJSON: () => ({ endpoint: address, keys: {} }),
  unsubscribe: vi.fn(async () => {
    current = null;
    return true;
  }),
});

beforeEach(async () => {
  await db.meta.clear();
  [sent, permission, current] = [[], "default", null];
  const pushManager = {
    getSubscription: async () => current,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) =>
      (current = pushSubscription(applicationServerKey, `https://push.example.org/${sent.length}`)),
  };
  const registration = { pushManager };
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", {
    get permission() {
      return permission;
    },
    requestPermission: async () => (permission = permission === "default" ? "granted" : permission),
  });
  vi.stubGlobal("navigator", {
    userAgent: "Chrome",
    maxTouchPoints: 5,
    languages: ["en"],
    serviceWorker: { ready: Promise.resolve(registration), getRegistration: async () => registration },
  });
  vi.stubGlobal("fetch", async (path: string, { method, body }: RequestInit) => {
    sent.push([method, path, body as string | undefined].filter(Boolean).join(" "));
    const reply = path.endsWith("push-key")
      ? { public_key: KEY }
      : path.endsWith("test")
        ? { delivered: true, problem: null }
        : {};
    return new Response(JSON.stringify(reply));
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("push on this phone", () => {
  it("is turned on with a tap, known by one id, and turned off", async () => {
    expect(await pushState()).toBe("off");
    expect(await startPush()).toBe("on");
    expect(await pushState()).toBe("on");
    const id = await db.get<string>("push_id");
    expect(sent.at(-1)).toBe(
      `PUT /api/v1/push-subscriptions/${id} {"endpoint":"https://push.example.org/1","keys":{}}`,
    );
    expect(await testPush()).toEqual({ delivered: true, problem: null });
    await refreshPush();
    expect(sent.at(-1)).toContain(`PUT /api/v1/push-subscriptions/${id}`);
    await stopPush();
    expect(sent.at(-1)).toBe(`DELETE /api/v1/push-subscriptions/${id}`);
    expect([current, await pushState()]).toEqual([null, "off"]);
  });

  it("is not turned on by a start of the app, nor by one who did not sign up", async () => {
    current = pushSubscription(decodeBase64Url(KEY), "https://push.example.org/old");
    await refreshPush();
    expect([sent, await pushState()]).toEqual([[], "off"]);
  });

  it("gives up a subscription that was made for another key", async () => {
    const old = (current = pushSubscription(decodeBase64Url(KEY).fill(0), "https://push.example.org/old"));
    await startPush();
    expect(old.unsubscribe).toHaveBeenCalledOnce();
  });

  it("stays off when the permission is denied", async () => {
    permission = "denied";
    expect([await startPush(), await pushState(), sent]).toEqual(["denied", "denied", []]);
  });

  it("needs the app on the home screen of an iPhone, and a browser that can", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    Reflect.deleteProperty(globalThis, "PushManager");
    expect(await pushState()).toBe("no_push");
    vi.stubGlobal("navigator", { ...navigator, userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5)" });
    expect([await pushState(), await startPush()]).toEqual(["install_first", "install_first"]);
  });
});
