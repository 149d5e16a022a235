import { get } from "svelte/store";
import { expect, it, vi } from "vitest";
import { startRouter, parse, route } from "../../src/ui/route";

it("parses the screen, the record and the query", () => {
  const route = parse("#/log/0193-a?finish=1");
  expect([route.name, route.id, route.query.get("finish")]).toEqual(["log", "0193-a", "1"]);
});

it("keeps the whole key of a mail", () => {
  expect(parse("#/reset-password/Mg%3A1xV:KW2a-_8").id).toBe("Mg:1xV:KW2a-_8");
});

it("opens Today for an address it does not know, or none", () => {
  for (const hash of ["", "#", "#/", "#/nowhere/5"]) {
    expect(parse(hash)).toMatchObject({ name: "today", id: undefined });
  }
});

it("survives a broken address", () => {
  expect(parse("#/log/%")).toMatchObject({ name: "log", id: "%" });
});

it("goes where the address points when it is first followed", () => {
  vi.stubGlobal("location", { hash: "#/learn/walking" });
  vi.stubGlobal("addEventListener", vi.fn());
  startRouter();
  expect(get(route)).toMatchObject({ name: "learn", id: "walking" });
  vi.unstubAllGlobals();
});
