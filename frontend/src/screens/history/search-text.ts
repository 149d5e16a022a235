/** What is searched of an entry: its note, and its places, trigger and signs as the app says them. */
import type { Alert, Area, Episode } from "../../model/types";
import { words } from "../../i18n";
import { areaName, placeNames, tickedSigns } from "../../i18n/episode-text";
import { plain } from "../learn/search";

const texts = new WeakMap<object, string>();
const places = new Map<Area, string>();

/** In small letters without accents; made once of each record, since an edit is another one. */
export function searchable(record: Episode | Alert): string {
  let text = texts.get(record);
  if (text === undefined) texts.set(record, (text = plain(parts(record).filter(Boolean).join(" · "))));
  return text;
}

function parts(record: Episode | Alert): string[] {
  const signs = tickedSigns(record.red_flags).map((sign) => words.red_flags[sign]);
  if (!("started_at" in record)) return signs;
  const { note, areas, trigger } = record;
  // "Both feet" is found as it is shown, and as a left and a right one.
  const shown = areas?.length ? placeNames(areas) : "";
  return [
    note ?? "",
    shown,
    ...(areas ?? []).map(placeName),
    trigger === null ? "" : words.triggers[trigger],
    ...signs,
  ];
}

function placeName(area: Area): string {
  let name = places.get(area);
  if (name === undefined) places.set(area, (name = areaName(area)));
  return name;
}
