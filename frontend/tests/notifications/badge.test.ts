import { writable } from "svelte/store";
import { expect, it, vi } from "vitest";
import { showBadge } from "../../src/notifications/badge";

it("marks the icon while something waits for an answer", () => {
  const on = writable(false);
  const icon = { setAppBadge: vi.fn(async () => undefined), clearAppBadge: vi.fn(async () => undefined) };
  showBadge(on, icon);
  expect(icon.clearAppBadge).toHaveBeenCalledTimes(1);
  on.set(true);
  expect(icon.setAppBadge.mock.calls).toEqual([[1]]);
  on.set(false);
  expect(icon.clearAppBadge).toHaveBeenCalledTimes(2);
});

it("does nothing on a phone that has no badges, or does not allow them", async () => {
  showBadge(writable(true), {});
  const refused = vi.fn(async () => {
    throw new DOMException("no", "NotAllowedError");
  });
  showBadge(writable(true), { setAppBadge: refused });
  await Promise.resolve();
  expect(refused).toHaveBeenCalled();
});
