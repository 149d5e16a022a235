/** Answers given on this phone before it had an account, for the server's prompts of the same. */
import rulesFile from "../../../triage/rules.json";
import { localDay } from "../time/zone";
import * as carry from "../triage/carry";
import type { Rules } from "../triage/conditions";
import type { PhonePrompt } from "../triage/prompts";
import { db } from "./db";
import { storedSettings } from "./live";
import type { Prompt } from "./types";
import { moveDetails } from "./visits";

type Carried = ReturnType<typeof carry.toCarry>;

export async function toCarry(list: readonly Prompt[], own: readonly PhonePrompt[]): Promise<Carried> {
  const now = new Date();
  const { zone } = await storedSettings();
  return carry.toCarry(list, own, now, localDay(now, zone), rulesFile as unknown as Rules);
}

/** A visit is the server's to ask about from now on. */
export async function markCarried(carried: Carried): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const own = (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
    const sent = new Set(carried.map(({ from }) => from.id));
    await db.set("phone_prompts", own.map((one) => (sent.has(one.id) ? { ...one, carried: true } : one)));
    for (const { from, prompt } of carried) await moveDetails(from.id, prompt.id);
  });
}
