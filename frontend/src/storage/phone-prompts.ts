import type { PhonePrompt } from "../triage/prompts";
import { db } from "./database";

/** What this phone asked by itself, see prompts/phone-prompts.ts. */
export async function storedPhonePrompts(): Promise<PhonePrompt[]> {
  return (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
}
