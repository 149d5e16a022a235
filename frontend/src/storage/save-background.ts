/** Save medicines, conditions and the rest. */
import { get } from "svelte/store";
import { saveRecord } from "./save";
import { background } from "./queries";
import type { BackgroundItem } from "../model/types";

/**
 * Save a new, edited or restored item as the whole record. An item with a name deletes the
 * "none of this kind" answer.
 */
export async function saveBackground(item: BackgroundItem): Promise<void> {
  const noneAnswers =
    item.name === "" ? [] : get(background).filter(({ kind, name }) => kind === item.kind && name === "");
  await saveRecord("background", item);
  for (const answer of noneAnswers) await saveRecord("background", answer, 1);
}

/** `saveBackground` restores it. */
export async function removeBackground(item: BackgroundItem): Promise<void> {
  await saveRecord("background", item, 1);
}
