/** The diary on this phone, as the screens see it. */
export {
  alerts,
  assessment,
  assessments,
  background,
  checkIns,
  episodes,
  loaded,
  mergeNotes,
  deletedMerged,
  prompts,
  questions,
  runningEpisodes,
  session,
  settings,
  syncState,
  unreadEmergency,
  readUnreadEmergency,
  welcomed,
} from "./queries";
export { retryUnsaved } from "./save";
export { removeBackground, saveBackground } from "./save-background";
export { removeQuestion, saveQuestion } from "./save-questions";
export {
  changeEpisode,
  deleteEpisode,
  removeCheckIn,
  saveAlert,
  saveCheckIn,
  saveEpisode,
  saveSettings,
  undeleteEpisode,
  welcome,
} from "./save-records";
export { unsentCount } from "./session";
export { newerVersionOpen, storageFailure, type StorageFailure } from "./store-health";
export { isUnsaved, unsavedCount } from "./unsaved";
