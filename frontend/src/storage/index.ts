/** The diary on this phone, as the screens see it. */
export {
  alerts,
  assessment,
  assessments,
  background,
  checkIns,
  episodes,
  loaded,
  merged,
  mergedAndGone,
  prompts,
  questions,
  running,
  session,
  settings,
  syncState,
  unread,
  unreadNow,
  welcomed,
} from "./queries";
export { tryAgain } from "./save";
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
export { unsent } from "./session";
export { newerElsewhere, trouble, type Trouble } from "./store-health";
export { isUnsaved, unsavedCount } from "./unsaved";
