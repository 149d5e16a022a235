/** Intervals and timeouts of the app, in milliseconds. */
export const intervals = {
  /** Delay before the code and messages of the other screens are loaded. */
  restLoad: 100,
  /** Delay after a save before sending and re-reading, so that the screen updates first. */
  changeDebounce: 100,
  /** Delay after a save before the phone's own prompts are updated. */
  promptCheck: 400,
  /** IndexedDB counts as failed if it does not open or write within this time. */
  storageTimeout: 6_000,
  /** Interval between retries of failed storage. */
  storageRetry: 15_000,
  /** A request that takes longer counts as offline. */
  requestTimeout: 15_000,
  /** Timeout for creating a snapshot of the doctor's page: charts and a PDF in each language. */
  snapshotTimeout: 90_000,
  /** Interval between polls of a PDF job. */
  jobPoll: 2_000,
  /** First retry delay after a failed send; exponential backoff with jitter. */
  retryMin: 2_000,
  retryMax: 5 * 60_000,
  /** Interval between sends while the app is open. */
  send: 30_000,
  /** Interval between pulls while the app is visible. */
  pull: 5 * 60_000,
  /** Polling interval and timeout for the server's assessment after a save was sent. */
  assessmentPoll: 1_000,
  assessmentTimeout: 60_000,
  /** Interval between checks for a new app version. */
  updateCheck: 60 * 60_000,
  /** Retry delay after an incomplete install of the service worker. */
  installRetry: 10_000,
  /** A long page stays fully rendered for this time before off-screen parts are skipped. */
  layoutSettle: 500,
  /** Time slice of deferrable work before it yields to rendering. */
  workSlice: 12,
  /** Display time of "Link copied". */
  copiedNotice: 4_000,
  /** Running time at which an episode asks "still numb?", and the interval after a "yes". */
  stillNumbAt: [10 * 60_000, 60 * 60_000, 24 * 3_600_000],
  stillNumbEvery: 12 * 3_600_000,
} as const;
