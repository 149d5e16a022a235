/** An episode in words: its places, how long, how strong. */
import type { Area, Episode, RedFlag } from "../model/types";
import { duration } from "./dates";
import { format, formatList, sentenceStart, words } from ".";

/** "Left foot", "Saddle area". */
export function areaName(area: Area): string {
  return sentenceStart(areaInSentence(area));
}

/** "left foot": as it stands inside a sentence. */
function areaInSentence(area: string): string {
  const [side, zone] = area.split(".") as [keyof typeof words.sided, string];
  const names: Record<string, string> = words.sided[side];
  return names[zone]!;
}

/** "Left foot, left calf and right knee"; first the zones of both sides: "Both feet". */
export function areaNames(areas: readonly Area[]): string {
  const both = new Set(
    areas
      .filter((area) => area.startsWith("left.") && areas.includes(mirroredArea(area)))
      .map((area) => area.slice("left.".length)),
  );
  const names = [
    ...[...both].map((zone) => areaInSentence(`both.${zone}`)),
    ...areas.filter((area) => !both.has(area.slice(area.indexOf(".") + 1))).map(areaInSentence),
  ];
  return sentenceStart(formatList(names));
}

/** The same place on the other side; what is in the middle stays. */
export function mirroredArea(area: Area): Area {
  return area.replace(/^(left|right)/, (side) => (side === "left" ? "right" : "left")) as Area;
}

/** How long it lasted, or has lasted until `now` while it goes on, in ms. */
export function durationMs(episode: Episode, now: Date): number {
  const end = episode.ended_at === null ? now : new Date(episode.ended_at);
  return Math.max(0, end.getTime() - Date.parse(episode.started_at));
}

/** "Left foot · 12 min · Strength 4 of 10"; parts that were not asked are left out. */
export function episodeSummary(episode: Episode, now: Date): string {
  const durationText = duration(durationMs(episode, now));
  return [
    episode.areas?.length ? areaNames(episode.areas) : words.history.no_place,
    episode.ended_at === null ? `${durationText}, ${words.time.still_going}` : durationText,
    episode.severity === null ? "" : format(words.history.severity, { severity: episode.severity }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** The emergency signs answered with yes, in display order. */
export function positiveSigns(flags: Episode["red_flags"]): RedFlag[] {
  const codes = Object.keys(words.red_flags) as RedFlag[];
  return codes.filter((code) => flags?.[code] === true);
}

/** Whether it was entered long after it ended (or began, while it goes on): over 24 h. */
export function isEnteredLate(episode: Episode): boolean {
  const endMs = Date.parse(episode.ended_at ?? episode.started_at);
  return enteredAt(episode) - endMs > 24 * 3_600_000;
}

/**
 * When it was written down, in ms; NaN when that is not known. An id of version 7 begins with
 * that time, also where the server has not seen the entry, or saw it days after.
 */
function enteredAt({ id, created_at = "" }: Episode): number {
  const uuidTime = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(id);
  return uuidTime ? parseInt(`${uuidTime[1]}${uuidTime[2]}`, 16) : Date.parse(created_at);
}
