/** Sync code in a chunk of its own, loaded after sign-in only. */
export { syncOnce } from "./push-pull";
export { fetchRevisions, recordMerges, deleteMergeNote, restoreRevision } from "./revisions";
export { fetchSettings } from "./settings";
