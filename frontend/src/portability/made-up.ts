/** For tests: a diary made up from a seed, with everything that a diary may hold. */
import { blankBackground, blankEpisode } from "../store/blank";
import type { Kind } from "../store/db";
import type { DiaryRecord } from "../store/types";
import { SHAPES } from "./check";

/** Mulberry32: the same numbers in 0..1 for the same seed. */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD = ["", " ", "=1+1", "é\u0301 ‮rtl", '"quoted", too', "🦵", "line\nline", "-", "null", "\\u0000", "\u2028"];
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC", "Pacific/Apia"];

export interface MadeUp {
  kind: Kind;
  id: string;
  record: DiaryRecord;
}

/** @param now milliseconds since 1970; nothing lies after it */
export function madeUp(seed: number, count: number, now: number): MadeUp[] {
  const random = seeded(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const maybe = <T>(make: () => T): T | null => (random() < 0.4 ? null : make());
  const codes = (shape: unknown, name: string): string[] => {
    const found = (shape as { properties: Record<string, { enum?: string[]; items?: { enum: string[] }; properties?: object }> }).properties[name]!;
    return (found.enum ?? found.items?.enum ?? Object.keys(found.properties ?? {})).filter((code) => code !== null);
  };
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.3);
  const instant = (most: number): string => new Date(most - below(3e10)).toISOString();
  const id = (): string => {
    const hex = Array.from({ length: 32 }, () => below(16).toString(16)).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  const flags = (name: string): Record<string, boolean> =>
    Object.fromEntries(some(codes(SHAPES.episode, name)).map((code) => [code, random() < 0.5]));
  const code = (name: string): string => one(codes(SHAPES.episode, name));
  const make: Record<Kind, () => DiaryRecord> = {
    episode: () => {
      const started_at = instant(now);
      return blankEpisode({
        id: id(), started_at, zone: one(ZONES),
        ended_at: maybe(() => new Date(Math.min(now, Date.parse(started_at) + below(1e8))).toISOString()),
        ...Object.fromEntries(
          ["start_precision", "onset", "trigger", "relief"].map((name) => [name, maybe(() => code(name))]),
        ),
        ...Object.fromEntries(
          ["areas", "sensations", "leg_changes"].map((name) => [name, maybe(() => some(codes(SHAPES.episode, name)))]),
        ),
        severity: maybe(() => below(11)), interference: maybe(() => below(5)),
        relief_minutes: maybe(() => below(100) / 4),
        symptoms: maybe(() => flags("symptoms")), red_flags: maybe(() => flags("red_flags")),
        note: maybe(() => one(ODD)), clinician_assessed_at: maybe(() => instant(now)),
      });
    },
    alert: () => ({
      id: id(), noticed_at: instant(now), zone: one(ZONES),
      red_flags: { vision: random() < 0.5, ...flags("red_flags") }, last_known_well_at: maybe(() => instant(now)),
    }),
    check_in: () => ({ date: instant(now).slice(0, 10) }),
    background: () =>
      blankBackground({
        id: id(), kind: one(["medication", "supplement", "vaccination", "injury", "condition", "visit"]),
        name: one(["", "Metformin", ...ODD]), dose: maybe(() => one(ODD)), note: maybe(() => one(ODD)),
        started_on: maybe(() => instant(now - 4e10).slice(0, 10)), ended_on: maybe(() => instant(now).slice(0, 10)),
      }),
    question: () => ({ id: id(), text: one(["Why?", ...ODD.filter((text) => text.trim() !== "")]), asked: random() < 0.5 }),
  };
  const kinds = Object.keys(make) as Kind[];
  const found = new Map<string, MadeUp>();
  while (found.size < count) {
    const kind = random() < 0.6 ? "episode" : one(kinds);
    const record = make[kind]();
    const key = "date" in record ? record.date : record.id;
    if (kind !== "check_in" || found.size < 300) found.set(`${kind} ${key}`, { kind, id: key, record });
  }
  return [...found.values()];
}
