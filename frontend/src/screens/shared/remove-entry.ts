/** Taking something out of the diary, with a way back at the foot of the screen. */
import { deleteEpisode, undeleteEpisode } from "../../storage";
import { showToast, type Toast } from "../../ui/toast";
import { words } from "../../i18n";

/** `onrestored`: told when it was brought back. @returns whether it is gone */
export function removeEntry(
  id: string,
  toast: Pick<Toast, "focus"> = {},
  onrestored: () => void = () => undefined,
): Promise<boolean> {
  const back = (): Promise<void> => undeleteEpisode(id).then(onrestored);
  return withUndo(() => deleteEpisode(id), words.history.deleted, back, toast);
}

/** `undone` is said after the way back. @returns whether it was done; when it was not, the toast says so */
export async function withUndo(
  act: () => Promise<void>,
  text: string,
  undo: () => Promise<void>,
  toast: Pick<Toast, "focus"> = {},
  undone = words.history.restored,
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
  const back = (): void => showToast({ text: undone });
  showToast({ ...toast, text, action: { label: words.common.undo, run: () => void undo().then(back, failed) } });
  return true;
}
