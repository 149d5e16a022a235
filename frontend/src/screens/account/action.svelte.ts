/** Something asked of the account: one at a time, told when it fails, and never half said. */
import type { JobProgress } from "../../sync/http-files";
import { showToast } from "../../ui/toast";
import { format, words } from "../../i18n";
import { withConfirmation, NotConfirmed } from "./confirmation.svelte";
import { accountErrors, type AccountErrors } from "./errors";

export class Action {
  working = $state(false);
  errors = $state<AccountErrors>({});
  private steps = $state.raw<JobProgress | null>(null);

  /** @returns whether it was done; `successText` is shown then */
  async run(operation: () => Promise<unknown>, successText?: string): Promise<boolean> {
    if (this.working) return false;
    [this.working, this.errors, this.steps] = [true, {}, null];
    try {
      await withConfirmation(operation);
      if (successText !== undefined) showToast({ text: successText });
      return true;
    } catch (error) {
      if (!(error instanceof NotConfirmed)) this.errors = accountErrors(error);
      return false;
    } finally {
      this.working = false;
    }
  }

  /** For what tells how far it is. */
  readonly onProgress = (steps: JobProgress): void => {
    this.steps = steps;
  };

  /** While it works: what is being done, and how far it is. */
  progressText(text: string): string {
    const { done, total } = this.steps ?? { done: 0, total: 0 };
    return !this.working ? "" : total === 0 ? text : `${text} ${format(words.common.steps, { done, total })}`;
  }

  /** Whatever went wrong, in one sentence. */
  get error(): string | undefined {
    const { general, ...fields } = this.errors;
    return general ?? Object.values(fields)[0];
  }
}
