import { mount } from "svelte";
import App from "./App.svelte";
import { showBadge, needsAttention } from "../notifications/badge";
import { startRouter } from "../ui/route";
import { startServices } from "./start";
import { watchForUpdates } from "./update";

/** Mount the app; call once, after the messages are loaded. */
export function mountApp(target: HTMLElement): void {
  startRouter();
  target.replaceChildren();
  mount(App, { target });
  // A separate task, so that the shell is painted first.
  setTimeout(() => {
    startServices();
    watchForUpdates();
    showBadge(needsAttention);
  });
}
