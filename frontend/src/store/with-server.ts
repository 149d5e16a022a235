/** What speaks with the server, in one file of its own. */
export { exchange } from "./exchange";
export { keepPush } from "../push";
export { fetchRevisions, findMerges, lookedAt, restoreRevision } from "./revisions";
export { fetchSettings } from "./settings";
