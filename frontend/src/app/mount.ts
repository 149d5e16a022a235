import { mount } from "svelte";
import App from "./App.svelte";
import { showBadge, needsAttention } from "../notifications/badge";
import { startRouter } from "../ui/route";
import { startServices } from "./start";
import { watchForUpdates } from "./update";

/** Show the app; call once, when the words are there. */
export function mountApp(target: HTMLElement): void {
  startRouter();
  target.replaceChildren();
  mount(App, { target });
  // A task of its own: the frame is painted meanwhile.
  setTimeout(() => {
    startServices();
    watchForUpdates();
    showBadge(needsAttention);
  });
}
