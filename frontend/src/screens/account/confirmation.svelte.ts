/** Asking once more who it is, in the middle of something, which then goes on by itself. */
import { needsReauthentication } from "../../account/account-api";

/** The person would rather not show who they are; nothing was done. */
export class NotConfirmed extends Error {}

interface Question {
  answer(withConfirmation: boolean): void;
}

/** Shown by Confirm.svelte. */
export const confirmation = $state<{ pending: Question | null }>({ pending: null });

/** Do it; when the server wants to see who it is, ask, and do it again. @throws NotConfirmed */
export async function withConfirmation<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!needsReauthentication(error)) throw error;
  }
  const isConfirmed = await new Promise<boolean>((resolve) => (confirmation.pending = { answer: resolve }));
  confirmation.pending = null;
  if (!isConfirmed) throw new NotConfirmed();
  return operation();
}
