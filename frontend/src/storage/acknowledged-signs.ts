/**
 * What an emergency was found in and the person has said they read. It is kept on this phone, so
 * that saying so needs no network, and the server is told once it asks about the same.
 */
import { db } from "./database";
import type { Finding, Prompt } from "../model/types";

/** A rule and the entry it matched, for each emergency among the findings. */
export function signsOf(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level }) => level === "emergency")
    .flatMap(({ rule, evidence }) => [...evidence.episodes, ...evidence.alerts].map((id) => `${rule} ${id}`));
}

/** The open emergency of which something was not read yet; another sign makes it unread again. */
export function findUnreadEmergency(prompts: readonly Prompt[], acknowledged: readonly string[]): Prompt | undefined {
  return prompts.find(
    (prompt) => isOpenEmergency(prompt) && !prompt.acknowledged_at && !isAcknowledged(prompt, acknowledged),
  );
}

/** Those that were read on this phone, and the server does not know it. */
export function promptsToAcknowledge(prompts: readonly Prompt[], acknowledged: readonly string[]): Prompt[] {
  return prompts.filter(
    (prompt) => isOpenEmergency(prompt) && !prompt.acknowledged_at && isAcknowledged(prompt, acknowledged),
  );
}

function isOpenEmergency({ level, closed_at }: Prompt): boolean {
  return level === "emergency" && !closed_at;
}

function isAcknowledged({ findings }: Prompt, acknowledged: readonly string[]): boolean {
  return signsOf(findings).every((sign) => acknowledged.includes(sign));
}

/** What was read of emergencies on this phone. */
export async function acknowledgedSigns(): Promise<string[]> {
  return (await db.get<string[]>("acknowledged_signs")) ?? [];
}
