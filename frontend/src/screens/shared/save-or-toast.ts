/** What a screen writes down, and what it says when the phone's store does not take it. */
import { showToast } from "../../ui/toast";
import { words } from "../../i18n";

/** @returns whether it was kept; when not, the person was told. */
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
