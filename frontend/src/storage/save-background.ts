/** Keeping medicines, conditions and the rest. */
import { get } from "svelte/store";
import { keep } from "./save";
import { background } from "./queries";
import type { BackgroundItem } from "../model/types";

/**
 * Keep an item, new, edited or brought back, as the whole record. One with a name takes back
 * the answer that there is none of its kind.
 */
export async function saveBackground(item: BackgroundItem): Promise<void> {
  const none = item.name === "" ? [] : get(background).filter(({ kind, name }) => kind === item.kind && name === "");
  await keep("background", item);
  for (const answer of none) await keep("background", answer, 1);
}

/** `saveBackground` brings it back. */
export async function removeBackground(item: BackgroundItem): Promise<void> {
  await keep("background", item, 1);
}
