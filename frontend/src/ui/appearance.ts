/**
 * Appearance on this device: theme, text size, motion. In localStorage beside the language, so that
 * the first paint is right. Style sheets read it as data attributes of the root element.
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
    return DEFAULTS; // storage may be blocked
  }
}

/** Apply it now and on every start. */
export function saveAppearance(change: Partial<Appearance>): Appearance {
  const appearance = { ...loadAppearance(), ...change };
  applyAppearance(appearance);
  try {
    localStorage.setItem(KEY, JSON.stringify(appearance));
  } catch (error) {
    reportError(error); // applies until the app is closed
  }
  return appearance;
}

export function applyAppearance(appearance: Appearance = loadAppearance()): void {
  Object.assign(document.documentElement.dataset, appearance);
}
