/**
 * How the app looks on this phone: light or dark, how large its words are, what may move. Kept in
 * localStorage beside the language, so that the very first picture is right; it says nothing about
 * a diary. The style sheets read it from the root element.
 */
export interface Appearance {
  theme: "system" | "light" | "dark";
  text: "normal" | "large" | "larger";
  motion: "system" | "off";
}

const DEFAULTS: Appearance = { theme: "system", text: "normal", motion: "system" };
const KEY = "look";

export function loadAppearance(): Appearance {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Appearance>) };
  } catch {
    return DEFAULTS; // a phone may forbid its storage
  }
}

/** Show it now, and at every opening from now on. */
export function saveAppearance(change: Partial<Appearance>): Appearance {
  const appearance = { ...loadAppearance(), ...change };
  applyAppearance(appearance);
  try {
    localStorage.setItem(KEY, JSON.stringify(appearance));
  } catch (error) {
    reportError(error); // it lasts until the app is closed
  }
  return appearance;
}

export function applyAppearance(appearance: Appearance = loadAppearance()): void {
  Object.assign(document.documentElement.dataset, appearance);
}
