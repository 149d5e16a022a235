/** What is searched of an entry: its note, and its places, trigger and signs as the app says them. */
import type { Alert, Area, Episode } from "../../model/types";
import { words } from "../../i18n";
import { areaName, areaNames, positiveSigns } from "../../i18n/episode-text";
import { foldText } from "../learn/search";

const cache = new WeakMap<object, string>();
const areaNameCache = new Map<Area, string>();

/** In small letters without accents; made once of each record, since an edit is another one. */
export function searchText(record: Episode | Alert): string {
  let text = cache.get(record);
  if (text === undefined) cache.set(record, (text = foldText(searchParts(record).filter(Boolean).join(" · "))));
  return text;
}

function searchParts(record: Episode | Alert): string[] {
  const signs = positiveSigns(record.red_flags).map((sign) => words.red_flags[sign]);
  if (!("started_at" in record)) return signs;
  const { note, areas, trigger } = record;
  // "Both feet" is found as it is shown, and as a left and a right one.
  const areaText = areas?.length ? areaNames(areas) : "";
  return [
    note ?? "",
    areaText,
    ...(areas ?? []).map(cachedAreaName),
    trigger === null ? "" : words.triggers[trigger],
    ...signs,
  ];
}

function cachedAreaName(area: Area): string {
  let name = areaNameCache.get(area);
  if (name === undefined) areaNameCache.set(area, (name = areaName(area)));
  return name;
}
