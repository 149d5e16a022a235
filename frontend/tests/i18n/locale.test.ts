import { afterEach, expect, it, vi } from "vitest";
import type { Area } from "../../src/model/types";

afterEach(() => void vi.unstubAllGlobals());

it("formats places, lists and times in Spanish", async () => {
  vi.resetModules();
  vi.stubGlobal("localStorage", { getItem: () => "es" });
  const [{ loadInitial }, { areaName, areaNames }, { dayName, duration, dayAndTime }, { formatPlural, format, words }] =
    await Promise.all([
      import("../../src/i18n/section"),
      import("../../src/i18n/episode-text"),
      import("../../src/i18n/dates"),
      import("../../src/i18n"),
    ]);
  await loadInitial("es");
  const formatAreas = (...areas: Area[]): string => areaNames(areas);

  expect(areaName("right.calf")).toBe("Pantorrilla derecha");
  expect(formatAreas("left.foot")).toBe("Pie izquierdo");
  expect(formatAreas("left.foot", "right.foot", "left.calf")).toBe("Los dos pies y pantorrilla izquierda");
  expect(formatAreas("right.toes", "left.hand", "middle.trunk")).toBe(
    "Dedos del pie derecho, mano izquierda y vientre o espalda",
  );
  expect(duration(26 * 3_600_000)).toBe("1 d 2 h");
  expect(duration(24 * 3_600_000)).toBe("1 día");
  expect(dayName("2026-11-22", "2026-11-23")).toBe("Ayer");
  expect(dayName("2026-11-16", "2026-11-23")).toBe("Lunes, 16 de noviembre");
  expect(dayAndTime(new Date("2026-11-22T20:00:00Z"), "UTC", new Date("2026-11-23T03:30:00Z"))).toBe("ayer, 20:00");
  expect(formatPlural(words.time.days, 12_000)).toBe("12.000 días");
  expect(formatPlural(words.time.days, 999)).toBe("999 días");
  expect(format("{left}", { left: "1.5" })).toBe("1.5");
});

it("formats small numbers with the digits of the phone's locale", async () => {
  vi.resetModules();
  vi.stubGlobal("navigator", { languages: ["en-u-nu-deva"] });
  const { formatNumber } = await import("../../src/i18n/locale");
  expect([formatNumber(7), formatNumber(0.5), formatNumber(-7)]).toEqual(["७", "०.५", "-७"]);
});
