/**
 * Where the person is in Learn: what is searched for, and which link was followed from there. It
 * is kept while one reads, and forgotten on leaving: it can be a symptom, so it is in no address.
 */
export const learnState = { search: "", opened: "" };

export function resetLearnState(): void {
  learnState.search = "";
  learnState.opened = "";
}
