/** Taking something out of the diary, with a way back at the foot of the screen. */
import { deleteEpisode, undeleteEpisode } from "../../storage";
import { showToast, type Toast } from "../../ui/toast";
import { words } from "../../i18n";

/** `onrestored`: told when it was brought back. @returns whether it is gone */
export function deleteEntry(
  id: string,
  toast: Pick<Toast, "focus"> = {},
  onrestored: () => void = () => undefined,
): Promise<boolean> {
  const undoDelete = (): Promise<void> => undeleteEpisode(id).then(onrestored);
  return withUndo(() => deleteEpisode(id), words.history.deleted, undoDelete, toast);
}

/** `undoneText` is shown after an undo. @returns whether it was done; when it was not, the toast says so */
export async function withUndo(
  run: () => Promise<void>,
  text: string,
  undo: () => Promise<void>,
  toast: Pick<Toast, "focus"> = {},
  undoneText = words.history.restored,
): Promise<boolean> {
  const reportFailure = (error: unknown): void => {
    reportError(error);
    showToast({ text: words.today.not_saved });
  };
  try {
    await run();
  } catch (error) {
    reportFailure(error);
    return false;
  }
  const undoDelete = (): void => showToast({ text: undoneText });
  showToast({
    ...toast,
    text,
    action: { label: words.common.undo, run: () => void undo().then(undoDelete, reportFailure) },
  });
  return true;
}
