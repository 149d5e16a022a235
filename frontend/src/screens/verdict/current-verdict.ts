/** Whose verdict Today shows: the server's or the phone's. */
import { LEVELS } from "../../model/levels";
import type { Prompt, ServerFields, Verdict } from "../../model/types";

/** Position in the order of levels; -1 when nothing matched. */
export function verdictRank(verdict: Verdict): number {
  return verdict.level === null ? -1 : LEVELS.indexOf(verdict.level);
}

/**
 * The server's verdict when it has seen every record and time has not raised the phone's
 * above it since; otherwise the phone's. One that could not check never hides one that could.
 */
export function currentVerdict(state: {
  server: Verdict | null;
  phone: Verdict;
  /** All that the rules read. */
  records: readonly ServerFields[];
  /** Records the server has not seen. */
  unsyncedCount: number;
}): { verdict: Verdict; source: "server" | "phone" } {
  const { server, phone, records, unsyncedCount: waiting } = state;
  if (server === null || server.could_not_check || waiting > 0) return { verdict: phone, source: "phone" };
  const newest = records.reduce((latest, record) => Math.max(latest, Date.parse(record.updated_at ?? "") || 0), 0);
  if (Date.parse(server.assessed_at) < newest) return { verdict: phone, source: "phone" };
  if (!phone.could_not_check && verdictRank(phone) > verdictRank(server)) return { verdict: phone, source: "phone" };
  return { verdict: server, source: "server" };
}

/** An open emergency stays the level shown: time may have lowered the verdict, not the request. */
export function withOpenEmergency(
  current: { verdict: Verdict; source: "server" | "phone" },
  prompts: readonly Prompt[],
): { verdict: Verdict; source: "server" | "phone" } {
  const emergency = prompts.find(({ level, closed_at }) => level === "emergency" && !closed_at);
  if (!emergency || current.verdict.level === "emergency") return current;
  const promptRules = new Set(emergency.findings.map(({ rule }) => rule));
  const otherFindings = current.verdict.findings.filter(({ rule }) => !promptRules.has(rule));
  const findings = [...emergency.findings, ...otherFindings];
  return {
    ...current,
    verdict: { ...current.verdict, could_not_check: false, level: "emergency", findings },
  };
}
