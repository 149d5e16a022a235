/** What speaks with the server, in one file of its own. */
export { syncOnce } from "./push-pull";
export { fetchRevisions, recordMerges, deleteMergeNote, restoreRevision } from "./revisions";
export { fetchSettings } from "./settings";
