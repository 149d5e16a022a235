/**
 * Emergency signs that the person acknowledged on this phone. Stored locally, so that it works
 * offline; the server is notified when it prompts for the same signs.
 */
import { db } from "./database";
import type { Finding, Prompt } from "../model/types";

/** A key "rule entry-id" for each entry matched by an emergency rule. */
export function signsOf(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level }) => level === "emergency")
    .flatMap(({ rule, evidence }) => [...evidence.episodes, ...evidence.alerts].map((id) => `${rule} ${id}`));
}

/** The open emergency prompt with a sign that is not acknowledged; a new sign reopens it. */
export function findUnreadEmergency(prompts: readonly Prompt[], acknowledged: readonly string[]): Prompt | undefined {
  return prompts.find(
    (prompt) => isOpenEmergency(prompt) && !prompt.acknowledged_at && !isAcknowledged(prompt, acknowledged),
  );
}

/** Prompts acknowledged on this phone but not yet on the server. */
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

/** Signs acknowledged on this phone. */
export async function acknowledgedSigns(): Promise<string[]> {
  return (await db.get<string[]>("acknowledged_signs")) ?? [];
}
