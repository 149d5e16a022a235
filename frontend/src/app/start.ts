import { scheduleSend, startSync } from "../sync/scheduler";
import { keepSubscribed } from "../storage/queries";
import { startRetrying, onSave } from "../storage/save";
import { watchStorage } from "../storage/store-health";

/** Start storage, sync and push; call once per page. */
export function startServices(): void {
  void watchStorage();
  keepSubscribed();
  onSave(scheduleSend);
  startSync(async () => (await import("../notifications/push")).refreshPush());
  startRetrying();
}
