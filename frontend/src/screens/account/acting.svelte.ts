/** Something asked of the account: one at a time, told when it fails, and never half said. */
import { showToast } from "../../ui/toast";
import { confirmed, NotConfirmed } from "./confirming.svelte";
import { accountErrors, type AccountErrors } from "./errors";

export class Acting {
  working = $state(false);
  errors = $state<AccountErrors>({});

  /** @returns whether it was done; `said` is told then */
  async run(act: () => Promise<unknown>, said?: string): Promise<boolean> {
    if (this.working) return false;
    [this.working, this.errors] = [true, {}];
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

  /** Whatever went wrong, in one sentence. */
  get error(): string | undefined {
    const { all, ...fields } = this.errors;
    return all ?? Object.values(fields)[0];
  }
}
