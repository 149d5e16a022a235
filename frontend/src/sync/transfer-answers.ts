/** Answers given on this phone before it had an account, for the server's prompts of the same. */
import { rules as rulesFile } from "../triage/rules";
import { localDay } from "../time/zone";
import { toCarry } from "../triage/transfer-answers";
import type { Rules } from "../triage/conditions";
import type { PhonePrompt } from "../triage/prompts";
import { db } from "../storage/database";
import { storedSettings } from "../storage/queries";
import type { Prompt, PromptAnswer } from "../model/types";
import { moveDetails } from "../storage/visits";

type Carried = ReturnType<typeof toCarry>;

/**
 * What was answered on this phone before signing in is not asked again.
 *
 * @param tell sends an answer; false when it was refused
 * @returns the ids of the server's prompts that were answered so
 */
export async function carryAnswers(
  list: readonly Prompt[],
  own: readonly PhonePrompt[],
  tell: (id: string, answer: PromptAnswer, refused: readonly number[]) => Promise<boolean>,
): Promise<string[]> {
  const now = new Date();
  const { zone } = await storedSettings();
  const sent: Carried = [];
  for (const one of toCarry(list, own, now, localDay(now, zone), rulesFile as unknown as Rules)) {
    // One that the server does not take, such as a day that has passed in its zone, is asked again.
    if (await tell(one.prompt.id, one.answer, [400])) sent.push(one);
  }
  if (sent.length > 0) await markCarried(sent);
  return sent.map(({ prompt }) => prompt.id);
}

/** A visit is the server's to ask about from now on. */
async function markCarried(carried: Carried): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const own = (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
    const sent = new Set(carried.map(({ from }) => from.id));
    await db.set(
      "phone_prompts",
      own.map((one) => (sent.has(one.id) ? { ...one, carried: true } : one)),
    );
    for (const { from, prompt } of carried) await moveDetails(from.id, prompt.id);
  });
}
