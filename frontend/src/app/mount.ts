import { mount } from "svelte";
import App from "./App.svelte";
import { showBadge, waiting } from "../notifications/badge";
import { followAddress } from "../ui/route";
import { start } from "./start";
import { watchForUpdates } from "./update";

/** Show the app; call once, when the words are there. */
export function open(target: HTMLElement): void {
  followAddress();
  target.replaceChildren();
  mount(App, { target });
  // A task of its own: the frame is painted meanwhile.
  setTimeout(() => {
    start();
    watchForUpdates();
    showBadge(waiting);
  });
}
