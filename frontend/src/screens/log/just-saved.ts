/**
 * What was saved a moment ago. The verdict is shown from it at once, without waiting for the
 * phone's storage to be read again.
 */
import type { Episode } from "../../store/types";
import { changes } from "./draft";

let last: Episode | null = null;

export function rememberSaved(episode: Episode): void {
  last = episode;
}

/** The entries with the one just saved in its place, until the storage has given it too. */
export function withJustSaved(episodes: Episode[]): Episode[] {
  if (last === null) return episodes;
  const saved = last;
  const stored = episodes.find(({ id }) => id === saved.id);
  if (stored !== undefined && Object.keys(changes(stored, saved)).length === 0) {
    last = null;
    return episodes;
  }
  return [saved, ...episodes.filter(({ id }) => id !== saved.id)];
}
