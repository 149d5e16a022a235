/** Keeping medicines, conditions and the rest. */
import { get } from "svelte/store";
import { db } from "./db";
import { background, showBackground } from "./live";
import { saved } from "./sync";
import type { BackgroundItem } from "./types";
import { plain } from "./wire";

/**
 * Keep an item, new, edited or brought back, as the whole record. One with a name takes back
 * the answer that there is none of its kind.
 */
export async function saveBackground(item: BackgroundItem): Promise<void> {
  const none = item.name === "" ? [] : get(background).filter(({ kind, name }) => kind === item.kind && name === "");
  showBackground(await db.keepBackground(plain(item), 0, Date.now()));
  for (const answer of none) showBackground(await db.keepBackground(answer, 1, Date.now()));
  saved();
}

/** `saveBackground` brings it back. */
export async function removeBackground(item: BackgroundItem): Promise<void> {
  showBackground(await db.keepBackground(plain(item), 1, Date.now()));
  saved();
}
