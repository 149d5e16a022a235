/** Whose verdict Today shows: the server's or the phone's. */
import { LEVELS } from "../../model/levels";
import type { Prompt, ServerFields, Verdict } from "../../model/types";

/** Position in the order of levels; -1 when nothing matched. */
export function rank(verdict: Verdict): number {
  return verdict.level === null ? -1 : LEVELS.indexOf(verdict.level);
}

/**
 * The server's verdict when it has seen every record and time has not raised the phone's
 * above it since; otherwise the phone's. One that could not check never hides one that could.
 */
export function currentVerdict(known: {
  server: Verdict | null;
  phone: Verdict;
  /** All that the rules read. */
  records: readonly ServerFields[];
  /** Records the server has not seen. */
  waiting: number;
}): { verdict: Verdict; from: "server" | "phone" } {
  const { server, phone, records, waiting } = known;
  if (server === null || server.could_not_check || waiting > 0) return { verdict: phone, from: "phone" };
  const newest = records.reduce((latest, one) => Math.max(latest, Date.parse(one.updated_at ?? "") || 0), 0);
  if (Date.parse(server.assessed_at) < newest) return { verdict: phone, from: "phone" };
  if (!phone.could_not_check && rank(phone) > rank(server)) return { verdict: phone, from: "phone" };
  return { verdict: server, from: "server" };
}

/** An open emergency stays the level shown: time may have lowered the verdict, not the request. */
export function untilAnswered(
  shown: { verdict: Verdict; from: "server" | "phone" },
  prompts: readonly Prompt[],
): { verdict: Verdict; from: "server" | "phone" } {
  const open = prompts.find(({ level, closed_at }) => level === "emergency" && !closed_at);
  if (!open || shown.verdict.level === "emergency") return shown;
  const asked = new Set(open.findings.map(({ rule }) => rule));
  const others = shown.verdict.findings.filter(({ rule }) => !asked.has(rule));
  const findings = [...open.findings, ...others];
  return {
    ...shown,
    verdict: { ...shown.verdict, could_not_check: false, level: "emergency", findings },
  };
}
