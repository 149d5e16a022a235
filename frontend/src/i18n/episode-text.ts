/** Texts of an episode: areas, duration, severity. */
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

/** "Left foot, left calf and right knee"; regions of both sides first: "Both feet". */
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

/** The area on the other side; an area in the middle stays. */
export function mirroredArea(area: Area): Area {
  return area.replace(/^(left|right)/, (side) => (side === "left" ? "right" : "left")) as Area;
}

/** Duration in ms, until `now` while ongoing. */
export function durationMs(episode: Episode, now: Date): number {
  const end = episode.ended_at === null ? now : new Date(episode.ended_at);
  return Math.max(0, end.getTime() - Date.parse(episode.started_at));
}

/** "Left foot · 12 min · Strength 4 of 10"; parts that were not answered are left out. */
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

/** Emergency signs answered with yes, in display order. */
export function positiveSigns(flags: Episode["red_flags"]): RedFlag[] {
  const codes = Object.keys(words.red_flags) as RedFlag[];
  return codes.filter((code) => flags?.[code] === true);
}

/** True if it was entered more than 24 h after its end (its start, while ongoing). */
export function isEnteredLate(episode: Episode): boolean {
  const endMs = Date.parse(episode.ended_at ?? episode.started_at);
  return enteredAt(episode) - endMs > 24 * 3_600_000;
}

/**
 * Creation time in ms; NaN if unknown. Taken from the UUID version 7, which is right even if the
 * entry was synced days later or never.
 */
function enteredAt({ id, created_at = "" }: Episode): number {
  const uuidTime = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(id);
  return uuidTime ? parseInt(`${uuidTime[1]}${uuidTime[2]}`, 16) : Date.parse(created_at);
}
