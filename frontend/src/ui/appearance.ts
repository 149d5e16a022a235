/**
 * How the app looks on this phone: light or dark, how large its words are, what may move. Kept in
 * localStorage beside the language, so that the very first picture is right; it says nothing about
 * a diary. The style sheets read it from the root element.
 */
export interface Look {
  theme: "system" | "light" | "dark";
  text: "normal" | "large" | "larger";
  motion: "system" | "off";
}

const USUAL: Look = { theme: "system", text: "normal", motion: "system" };
const KEY = "look";

export function keptLook(): Look {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Look>) };
  } catch {
    return USUAL; // a phone may forbid its storage
  }
}

/** Show it now, and at every opening from now on. */
export function changeLook(change: Partial<Look>): Look {
  const look = { ...keptLook(), ...change };
  showLook(look);
  try {
    localStorage.setItem(KEY, JSON.stringify(look));
  } catch (error) {
    reportError(error); // it lasts until the app is closed
  }
  return look;
}

export function showLook(look: Look = keptLook()): void {
  Object.assign(document.documentElement.dataset, look);
}
