/** Taking something out of the diary, with a way back at the foot of the screen. */
import { deleteEpisode, undeleteEpisode } from "../../store";
import { showToast, type Toast } from "../../ui/toast";
import { words } from "../../words";

/** @returns whether it is gone */
export function removeEntry(id: string, toast: Pick<Toast, "focus"> = {}): Promise<boolean> {
  return withUndo(() => deleteEpisode(id), words.history.deleted, () => undeleteEpisode(id), toast);
}

/** @returns whether it was done; when it was not, the toast says so */
export async function withUndo(
  act: () => Promise<void>,
  text: string,
  undo: () => Promise<void>,
  toast: Pick<Toast, "focus"> = {},
): Promise<boolean> {
  const failed = (error: unknown): void => {
    reportError(error);
    showToast({ text: words.today.not_saved });
  };
  try {
    await act();
  } catch (error) {
    failed(error);
    return false;
  }
  const back = (): void => showToast({ text: words.history.restored });
  showToast({ ...toast, text, action: { label: words.common.undo, run: () => void undo().then(back, failed) } });
  return true;
}
