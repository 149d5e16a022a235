import type { PhonePrompt } from "../triage/prompts";
import { db } from "./database";

/** Prompts that this phone raised without an account, see prompts/phone-prompts.ts. */
export async function storedPhonePrompts(): Promise<PhonePrompt[]> {
  return (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
}
