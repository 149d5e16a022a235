/** What a screen writes down, and what it says when the phone's store does not take it. */
import { showToast } from "../../ui/toast";
import { words } from "../../i18n";

/** @returns true if saved; otherwise a toast was shown */
export async function saveOrToast(saving: Promise<unknown>): Promise<boolean> {
  try {
    await saving;
    return true;
  } catch (error) {
    reportError(error);
    showToast({ text: words.today.not_saved });
    return false;
  }
}
