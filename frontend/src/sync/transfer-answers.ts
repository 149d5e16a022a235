/** Transfer answers given without an account to the matching prompts of the server. */
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
 * Answer the server's prompts with the answers given on this phone before sign-in.
 *
 * @param postPromptAnswer returns false if the server rejected the answer
 * @returns the ids of the answered prompts
 */
export async function transferAnswers(
  pending: readonly Prompt[],
  phonePrompts: readonly PhonePrompt[],
  postPromptAnswer: (id: string, answer: PromptAnswer, refused: readonly number[]) => Promise<boolean>,
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
    // A rejected answer, such as a visit date in the past in the diary's zone, is prompted again.
    if (await postPromptAnswer(transfer.prompt.id, transfer.answer, [400])) transferred.push(transfer);
  }
  if (transferred.length > 0) await markTransferred(transferred);
  return transferred.map(({ prompt }) => prompt.id);
}

/** Mark the phone's prompts as transferred; the server asks about the visit from now on. */
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
