/** Answers given on this phone before it had an account, for the server's prompts of the same. */
import { rules as rulesFile } from "../triage/rules";
import { localDay } from "../time/zone";
import { answersToTransfer } from "../triage/transfer-answers";
import type { Rules } from "../triage/conditions";
import type { PhonePrompt } from "../triage/prompts";
import { db } from "../storage/database";
import { storedSettings } from "../storage/queries";
import type { Prompt, PromptAnswer } from "../model/types";
import { moveVisitDetails } from "../storage/visits";

type TransferredAnswers = ReturnType<typeof answersToTransfer>;

/**
 * What was answered on this phone before signing in is not asked again.
 *
 * @param sendAnswer sends an answer; false when it was refused
 * @returns the ids of the server's prompts that were answered so
 */
export async function transferAnswers(
  pending: readonly Prompt[],
  phonePrompts: readonly PhonePrompt[],
  sendAnswer: (id: string, answer: PromptAnswer, refused: readonly number[]) => Promise<boolean>,
): Promise<string[]> {
  const now = new Date();
  const { zone } = await storedSettings();
  const transferred: TransferredAnswers = [];
  for (const transfer of answersToTransfer(
    pending,
    phonePrompts,
    now,
    localDay(now, zone),
    rulesFile as unknown as Rules,
  )) {
    // One that the server does not take, such as a day that has passed in its zone, is asked again.
    if (await sendAnswer(transfer.prompt.id, transfer.answer, [400])) transferred.push(transfer);
  }
  if (transferred.length > 0) await markTransferred(transferred);
  return transferred.map(({ prompt }) => prompt.id);
}

/** A visit is the server's to ask about from now on. */
async function markTransferred(transferred: TransferredAnswers): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const stored = (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
    const ids = new Set(transferred.map(({ from }) => from.id));
    await db.set(
      "phone_prompts",
      stored.map((prompt) => (ids.has(prompt.id) ? { ...prompt, transferred: true } : prompt)),
    );
    for (const { from, prompt } of transferred) await moveVisitDetails(from.id, prompt.id);
  });
}
