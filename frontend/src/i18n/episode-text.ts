/** An episode in words: its places, how long, how strong. */
import type { Area, Episode, RedFlag } from "../model/types";
import { duration } from "./dates";
import { fill, listed, sentenceStart, words } from ".";

/** "Left foot", "Saddle area". */
export function areaName(area: Area): string {
  return sentenceStart(inside(area));
}

/** "left foot": as it stands inside a sentence. */
function inside(area: string): string {
  const [side, zone] = area.split(".") as [keyof typeof words.sided, string];
  const names: Record<string, string> = words.sided[side];
  return names[zone]!;
}

/** "Left foot, left calf and right knee"; first the zones of both sides: "Both feet". */
export function placeNames(areas: readonly Area[]): string {
  const both = new Set(
    areas
      .filter((area) => area.startsWith("left.") && areas.includes(otherSide(area)))
      .map((area) => area.slice("left.".length)),
  );
  const names = [
    ...[...both].map((zone) => inside(`both.${zone}`)),
    ...areas.filter((area) => !both.has(area.slice(area.indexOf(".") + 1))).map(inside),
  ];
  return sentenceStart(listed(names));
}

/** The same place on the other side; what is in the middle stays. */
export function otherSide(area: Area): Area {
  return area.replace(/^(left|right)/, (side) => (side === "left" ? "right" : "left")) as Area;
}

/** How long it lasted, or has lasted until `now` while it goes on, in ms. */
export function lastedMs(episode: Episode, now: Date): number {
  const end = episode.ended_at === null ? now : new Date(episode.ended_at);
  return Math.max(0, end.getTime() - Date.parse(episode.started_at));
}

/** "Left foot · 12 min · Strength 4 of 10"; parts that were not asked are left out. */
export function summary(episode: Episode, now: Date): string {
  const length = duration(lastedMs(episode, now));
  return [
    episode.areas?.length ? placeNames(episode.areas) : words.history.no_place,
    episode.ended_at === null ? `${length}, ${words.time.still_going}` : length,
    episode.severity === null ? "" : fill(words.history.severity, { severity: episode.severity }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The emergency signs answered with yes, in display order. */
export function tickedSigns(flags: Episode["red_flags"]): RedFlag[] {
  const codes = Object.keys(words.red_flags) as RedFlag[];
  return codes.filter((code) => flags?.[code] === true);
}

/** Whether it was entered long after it ended (or began, while it goes on): over 24 h. */
export function isLate(episode: Episode): boolean {
  const over = Date.parse(episode.ended_at ?? episode.started_at);
  return enteredAt(episode) - over > 24 * 3_600_000;
}

/**
 * When it was written down, in ms; NaN when that is not known. An id of version 7 begins with
 * that time, also where the server has not seen the entry, or saw it days after.
 */
function enteredAt({ id, created_at = "" }: Episode): number {
  const known = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(id);
  return known ? parseInt(`${known[1]}${known[2]}`, 16) : Date.parse(created_at);
}
