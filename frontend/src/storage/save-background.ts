/** Keeping medicines, conditions and the rest. */
import { get } from "svelte/store";
import { saveRecord } from "./save";
import { background } from "./queries";
import type { BackgroundItem } from "../model/types";

/**
 * Keep an item, new, edited or brought back, as the whole record. One with a name takes back
 * the answer that there is none of its kind.
 */
export async function saveBackground(item: BackgroundItem): Promise<void> {
  const noneAnswers =
    item.name === "" ? [] : get(background).filter(({ kind, name }) => kind === item.kind && name === "");
  await saveRecord("background", item);
  for (const answer of noneAnswers) await saveRecord("background", answer, 1);
}

/** `saveBackground` brings it back. */
export async function removeBackground(item: BackgroundItem): Promise<void> {
  await saveRecord("background", item, 1);
}
