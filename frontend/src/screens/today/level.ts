/** Whose verdict Today shows: the server's or the phone's. */
import { LEVELS } from "../../ui/levels";
import type { Episode, Verdict } from "../../store/types";

/** Position in the order of levels; -1 when nothing matched. */
export function rank(verdict: Verdict): number {
  return verdict.level === null ? -1 : LEVELS.indexOf(verdict.level);
}

/**
 * The server's verdict when it has seen every entry and time has not raised the phone's
 * above it since; otherwise the phone's. One that could not check never hides one that could.
 */
export function currentVerdict(known: {
  server: Verdict | null;
  phone: Verdict;
  episodes: readonly Episode[];
  /** Records the server has not seen. */
  waiting: number;
}): { verdict: Verdict; from: "server" | "phone" } {
  const { server, phone, episodes, waiting } = known;
  if (server === null || server.could_not_check || waiting > 0) return { verdict: phone, from: "phone" };
  const newest = Math.max(0, ...episodes.map((episode) => Date.parse(episode.updated_at ?? "") || 0));
  if (Date.parse(server.assessed_at) < newest) return { verdict: phone, from: "phone" };
  if (!phone.could_not_check && rank(phone) > rank(server)) return { verdict: phone, from: "phone" };
  return { verdict: server, from: "server" };
}
