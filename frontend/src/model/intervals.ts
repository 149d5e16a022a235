/** Every wait of the app in one place. Milliseconds. */
export const timings = {
  /** The first screen comes first: this long until the others are fetched. */
  rest: 100,
  /** After a save, the screen comes first: this long until it is sent, and read again. */
  listen: 100,
  /** After a save, the phone's own prompts are looked at this much later. */
  ask: 400,
  /** A store that has not opened, or not taken a record, for this long does not work. */
  store: 6_000,
  /** How often a store that does not work is tried again. */
  storeAgain: 15_000,
  /** A request that takes longer is treated as no network. */
  request: 15_000,
  /** A copy of the doctor's page: every chart is drawn, and set as a PDF, in each language. */
  copying: 90_000,
  /** A worker still makes its PDF: asked again after this long. */
  askAgain: 2_000,
  /** First wait after a failed send; doubles each time, with jitter. */
  retryFirst: 2_000,
  retryLongest: 5 * 60_000,
  /** How often unsent records are tried again while the app is open. */
  sendEvery: 30_000,
  /** How often the server's side is fetched while the app is open and seen. */
  pullEvery: 5 * 60_000,
  /** How often, and how long, the server's assessment is asked for after a save was sent. */
  assessmentEvery: 1_000,
  assessmentFor: 60_000,
  /** How often a new version of the app is looked for. */
  updateEvery: 60 * 60_000,
  /** An app that could not be brought onto the phone whole is fetched again after this long. */
  installAgain: 10_000,
  /** The whole of a long sheet stands so long before what is out of sight is put aside. */
  settle: 500,
  /** Work that can wait is done so long at a time, then the screen has its turn. */
  slice: 12,
  /** How long "Link copied" stays. */
  copied: 4_000,
  /** When a running episode asks whether it still goes on, and how long after a "yes" again. */
  stillNumbAt: [10 * 60_000, 60 * 60_000, 24 * 3_600_000],
  stillNumbEvery: 12 * 3_600_000,
} as const;
