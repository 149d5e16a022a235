import { saved, startSync } from "../sync/scheduler";
import { keepWatching } from "../storage/queries";
import { keepTrying, onSave } from "../storage/save";
import { watchStore } from "../storage/store-health";

/** Open the diary: call once for a page. */
export function startServices(): void {
  void watchStore();
  keepWatching();
  onSave(saved);
  startSync(async () => (await import("../notifications/push")).keepPush());
  keepTrying();
}
