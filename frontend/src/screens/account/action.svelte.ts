/** Something asked of the account: one at a time, told when it fails, and never half said. */
import type { JobProgress } from "../../sync/http-files";
import { showToast } from "../../ui/toast";
import { fill, words } from "../../i18n";
import { confirmed, NotConfirmed } from "./confirmation.svelte";
import { accountErrors, type AccountErrors } from "./errors";

export class Acting {
  working = $state(false);
  errors = $state<AccountErrors>({});
  private steps = $state.raw<JobProgress | null>(null);

  /** @returns whether it was done; `said` is told then */
  async run(act: () => Promise<unknown>, said?: string): Promise<boolean> {
    if (this.working) return false;
    [this.working, this.errors, this.steps] = [true, {}, null];
    try {
      await confirmed(act);
      if (said !== undefined) showToast({ text: said });
      return true;
    } catch (error) {
      if (!(error instanceof NotConfirmed)) this.errors = accountErrors(error);
      return false;
    } finally {
      this.working = false;
    }
  }

  /** For what tells how far it is. */
  readonly hear = (steps: JobProgress): void => {
    this.steps = steps;
  };

  /** While it works: what is being done, and how far it is. */
  doing(sentence: string): string {
    const { done, total } = this.steps ?? { done: 0, total: 0 };
    return !this.working ? "" : total === 0 ? sentence : `${sentence} ${fill(words.common.steps, { done, total })}`;
  }

  /** Whatever went wrong, in one sentence. */
  get error(): string | undefined {
    const { all, ...fields } = this.errors;
    return all ?? Object.values(fields)[0];
  }
}
