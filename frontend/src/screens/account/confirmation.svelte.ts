/** Asking once more who it is, in the middle of something, which then goes on by itself. */
import { asksWhoItIs } from "../../account/account-api";

/** The person would rather not show who they are; nothing was done. */
export class NotConfirmed extends Error {}

interface Question {
  answer(confirmed: boolean): void;
}

/** Shown by Confirm.svelte. */
export const asked = $state<{ question: Question | null }>({ question: null });

/** Do it; when the server wants to see who it is, ask, and do it again. @throws NotConfirmed */
export async function confirmed<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!asksWhoItIs(error)) throw error;
  }
  const yes = await new Promise<boolean>((answer) => (asked.question = { answer }));
  asked.question = null;
  if (!yes) throw new NotConfirmed();
  return act();
}
