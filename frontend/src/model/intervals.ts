/** Every wait of the app in one place. Milliseconds. */
export const intervals = {
  /** The first screen comes first: this long until the others are fetched. */
  restLoad: 100,
  /** After a save, the screen comes first: this long until it is sent, and read again. */
  changeDebounce: 100,
  /** After a save, the phone's own prompts are looked at this much later. */
  promptCheck: 400,
  /** A store that has not opened, or not taken a record, for this long does not work. */
  storageTimeout: 6_000,
  /** How often a store that does not work is tried again. */
  storageRetry: 15_000,
  /** A request that takes longer is treated as no network. */
  requestTimeout: 15_000,
  /** A copy of the doctor's page: every chart is drawn, and set as a PDF, in each language. */
  snapshotTimeout: 90_000,
  /** A worker still makes its PDF: asked again after this long. */
  jobPoll: 2_000,
  /** First wait after a failed send; doubles each time, with jitter. */
  retryMin: 2_000,
  retryMax: 5 * 60_000,
  /** How often unsent records are tried again while the app is open. */
  send: 30_000,
  /** How often the server's side is fetched while the app is open and seen. */
  pull: 5 * 60_000,
  /** How often, and how long, the server's assessment is asked for after a save was sent. */
  assessmentPoll: 1_000,
  assessmentTimeout: 60_000,
  /** How often a new version of the app is looked for. */
  updateCheck: 60 * 60_000,
  /** An app that could not be brought onto the phone whole is fetched again after this long. */
  installRetry: 10_000,
  /** The whole of a long sheet stands so long before what is out of sight is put aside. */
  layoutSettle: 500,
  /** Work that can wait is done so long at a time, then the screen has its turn. */
  workSlice: 12,
  /** How long "Link copied" stays. */
  copiedNotice: 4_000,
  /** When a running episode asks whether it still goes on, and how long after a "yes" again. */
  stillNumbAt: [10 * 60_000, 60 * 60_000, 24 * 3_600_000],
  stillNumbEvery: 12 * 3_600_000,
} as const;
