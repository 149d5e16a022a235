/** What speaks with the server, in one file of its own. */
export { exchange } from "./push-pull";
export { fetchRevisions, findMerges, lookedAt, restoreRevision } from "./revisions";
export { fetchSettings } from "./settings";
