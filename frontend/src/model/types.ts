/** The shapes the app keeps and sends. Names and codes are those of the API. */

/** A UTC moment, ISO 8601 with `Z`. */
export type Instant = string;
/** A local day, `YYYY-MM-DD`. */
export type Day = string;

export type StartPrecision = "exact" | "about" | "woke_with_it";
export type Onset = "sudden" | "minutes" | "hours" | "days" | "on_waking";
export type LegRegion =
  "toes" | "foot" | "ankle" | "shin" | "calf" | "knee" | "thigh_front" | "thigh_back" | "thigh_outer" | "buttock";
export type OtherRegion = "hand" | "arm" | "face";
export type Side = "left" | "right";
export type Area = `${Side}.${LegRegion | OtherRegion}` | "middle.saddle" | "middle.trunk";
export type Sensation =
  "numb" | "tingling" | "burning" | "creeping" | "itching" | "electric" | "touch_sensitive" | "heavy";
export type Trigger =
  | "sitting"
  | "standing"
  | "crossed_legs"
  | "kneeling"
  | "lying"
  | "walking"
  | "exercise"
  | "cold"
  | "tight_clothing"
  | "lifting"
  | "injury"
  | "medication"
  | "alcohol"
  | "other"
  | "none"
  | "unsure";
export type Relief = "moving" | "resting" | "warmth" | "nothing" | "other" | "not_tried";
export type Symptom =
  | "leg_pain"
  | "back_pain"
  | "back_pain_shooting"
  | "anxiety"
  | "muscle_spasm"
  | "difficulty_sitting_standing"
  | "leg_weakness"
  | "dizziness"
  | "rash"
  | "blister_rash"
  | "muscle_cramps"
  | "breathless"
  | "chest_pain"
  | "severe_headache"
  | "imbalance";
export type LegChange = "pale_or_blue" | "red_or_dark" | "swollen" | "misshapen" | "cold" | "warm" | "ulcer";
export type EmergencySign =
  | "injury"
  | "cannot_move_or_walk"
  | "bladder_or_bowel"
  | "confusion"
  | "loss_of_consciousness"
  | "slurred_speech"
  | "vision";
export type RedFlag = EmergencySign | "saddle_numbness" | "difficulty_urinating";
export type Level = "watch" | "see_provider" | "see_provider_soon" | "emergency";

/** What the server adds to a record; absent until it has been there. */
export interface ServerFields {
  created_at?: Instant;
  updated_at?: Instant;
  version?: number;
  deleted_at?: Instant | null;
}

/** One stretch of numbness. `null` means "not asked"; `false`, `[]` mean "asked: no". */
export interface Episode extends ServerFields {
  id: string;
  started_at: Instant;
  /** `null`: still going on. */
  ended_at: Instant | null;
  /** IANA zone where the person was. */
  zone: string;
  start_precision: StartPrecision | null;
  onset: Onset | null;
  areas: Area[] | null;
  sensations: Sensation[] | null;
  /** 0 to 10 */
  severity: number | null;
  /** 0 to 4 */
  interference: number | null;
  trigger: Trigger | null;
  relief: Relief | null;
  relief_minutes: number | null;
  symptoms: Partial<Record<Symptom, boolean>> | null;
  leg_changes: LegChange[] | null;
  red_flags: Partial<Record<RedFlag, boolean>> | null;
  note: string | null;
  clinician_assessed_at: Instant | null;
}

/** Emergency signs noticed without an episode. */
export interface Alert extends ServerFields {
  id: string;
  noticed_at: Instant;
  zone: string;
  red_flags: Partial<Record<RedFlag, boolean>>;
  last_known_well_at: Instant | null;
}

/** "No numbness on this local day." */
export interface CheckIn extends ServerFields {
  date: Day;
}

export type BackgroundKind = "medication" | "supplement" | "vaccination" | "injury" | "condition" | "visit";

/** A medicine, a condition or another thing; `name` "": asked, and there is none of its kind. */
export interface BackgroundItem extends ServerFields {
  id: string;
  kind: BackgroundKind;
  name: string;
  /** `null`: not known. */
  started_on: Day | null;
  /** `null`: it goes on, or is not known. */
  ended_on: Day | null;
  dose: string | null;
  note: string | null;
}

/** Something to ask at the visit. */
export interface Question extends ServerFields {
  id: string;
  text: string;
  asked: boolean;
}

/** Anything a person writes down. */
export type DiaryRecord = Episode | Alert | CheckIn | BackgroundItem | Question;

export interface Evidence {
  episodes: string[];
  alerts: string[];
  days: Day[];
  value: number | null;
}

export interface Finding {
  rule: string;
  origin: string;
  level: Level;
  threshold: number | null;
  /** The threshold of the rules file, where this diary has another. */
  usual: number | null;
  evidence: Evidence;
  reminds: boolean;
  /** It was at its threshold before, and counts until it falls below a share of it. */
  held: boolean;
}

/** The rules applied at a moment, by the phone or by the server. */
export interface Verdict {
  could_not_check: boolean;
  /** The seven codes when `could_not_check`, else empty. */
  emergency_signs: EmergencySign[];
  level: Level | null;
  findings: Finding[];
  undetermined: string[];
  rules_version: string;
  assessed_at: Instant;
  /** Of the whole diary by the server: its last difference; `null` when there was none yet. */
  changes?: Changes | null;
}

interface Change<T> {
  before: T;
  now: T;
}
export interface RuleChange<T> extends Change<T> {
  rule: string;
}

/** What differs from the assessment before; rules by their ids. */
export interface Changes {
  at: Instant;
  level: Change<Level | null>;
  new: string[];
  gone: string[];
  risen: RuleChange<Level>[];
  fallen: RuleChange<Level>[];
  values: RuleChange<number | null>[];
  undetermined: string[];
  determined: string[];
  rules_version: Change<string>;
}

/** One of the server's assessments; it keeps a new one only when something differs. */
export interface PastAssessment {
  id: string;
  level: Level | null;
  assessed_at: Instant;
  /** `null` for the first. */
  changes: Changes | null;
}

/** A request to act on a level, open until answered; booked, it asks after the visit. */
export interface Prompt {
  id: string;
  level: Level;
  opened_at: Instant;
  findings: Finding[];
  snoozed_until?: Instant | null;
  /** When the person said that they have read it; of an emergency alone. */
  acknowledged_at?: Instant | null;
  closed_at?: Instant | null;
  answer?: string | null;
  visit_on?: Day | null;
}

export type PromptAnswer =
  | { answer: "booked"; visit_on?: Day }
  | { answer: "seen" }
  | { answer: "acknowledged" }
  | { answer: "snooze"; days: number }
  | { answer: "declined"; reason?: string };

/** An entry as it stood after one accepted write. */
export interface Revision {
  version: number;
  at: Instant;
  deleted: boolean;
  /** The version that the writer had seen; `null`: they did not say. */
  base_version: number | null;
  /** A field that is newer than the revision is missing. */
  data: Partial<Omit<Episode, "id" | keyof ServerFields>>;
}

/** Entry id → the merge that a note tells of, until the person looks at it. */
export type MergeNotes = Record<string, number>;

/** A record the server refused, or that is not ours; it stays until repaired or dropped. */
export interface Rejection {
  kind: RecordKind;
  key: string;
  status: number;
  errors: { code: string; message: string; param?: string }[];
}

export type RecordKind = "episode" | "alert" | "check_in" | "background" | "question" | "settings";

export interface SyncState {
  /**
   * phone_only: no account · fetching, to_fetch: not all of the server's copy was read yet, with a
   * network or without · waiting: unsent, no network · needs_you: a problem, or sign in again
   */
  state: "phone_only" | "fetching" | "to_fetch" | "waiting" | "saving" | "saved" | "needs_you";
  /** Records not yet on the server. */
  waiting: number;
  rejections: Rejection[];
}

export interface Session {
  signedIn: boolean;
  email?: string | undefined;
  /** The account's, which stays when its address changes. */
  id?: number | undefined;
  /** Was signed in; the server no longer knows the session. */
  expired?: boolean;
  /** Was signed out by hand, and the diary of `email` was kept on this phone. */
  diaryRetained?: boolean;
}

/** The diary's own numbers by name; `null`: the usual one again. */
export type Thresholds = Readonly<Record<string, number | null>>;

export interface Settings {
  zone: string;
  emergencyNumber: string;
  /** How a place is chosen; on this phone alone. */
  places: "legs" | "list";
  thresholds: Thresholds;
}
