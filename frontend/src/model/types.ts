/** Types of the records that the app stores and sends. Names and codes are those of the API. */

/** A UTC moment, ISO 8601 with `Z`. */
export type Instant = string;
/** A local day, `YYYY-MM-DD`. */
export type Day = string;

export type StartPrecision = "exact" | "about" | "woke_with_it";
export type Onset = "sudden" | "minutes" | "hours" | "days" | "on_waking";
export type Spread = "no" | "hours" | "days" | "weeks";
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
  | "cast"
  | "lifting"
  | "injury"
  | "medication"
  | "alcohol"
  | "other"
  | "none"
  | "unsure";
export type Relief = "moving" | "resting" | "warmth" | "loosening" | "nothing" | "other" | "not_tried";
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
  | "imbalance"
  | "facial_droop"
  | "arm_weakness"
  | "difficulty_swallowing"
  | "fever";
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

/** Fields set by the server; absent until the record was synced. */
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
  /** `null`: ongoing. */
  ended_at: Instant | null;
  /** IANA zone where the person was. */
  zone: string;
  start_precision: StartPrecision | null;
  onset: Onset | null;
  areas: Area[] | null;
  spread: Spread | null;
  sensations: Sensation[] | null;
  /** 0 to 10 */
  severity: number | null;
  /** 0 to 4 */
  interference: number | null;
  trigger: Trigger | null;
  relief: Relief | null;
  relief_minutes: number | null;
  symptoms: Partial<Record<Symptom, boolean>> | null;
  /** 0 to 10, of the leg or back pain. */
  pain: number | null;
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
  clinician_assessed_at: Instant | null;
}

/** "No numbness on this local day." */
export interface CheckIn extends ServerFields {
  date: Day;
}

export type BackgroundKind = "medication" | "supplement" | "vaccination" | "injury" | "condition" | "visit";

/** A medicine, a condition or another item; `name` "" means "none of this kind". */
export interface BackgroundItem extends ServerFields {
  id: string;
  kind: BackgroundKind;
  name: string;
  /** What the name was read as, and confirmed; `null`: not read as anything. */
  code: string | null;
  /** `null`: unknown. */
  started_on: Day | null;
  /** `null`: ongoing or unknown. */
  ended_on: Day | null;
  dose: string | null;
  note: string | null;
}

/** A question to ask at the visit. */
export interface Question extends ServerFields {
  id: string;
  text: string;
  discussed: boolean;
}

/** A record that a person writes. */
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
  /** The default threshold, if this diary overrides it. */
  default_threshold: number | null;
  evidence: Evidence;
  reminds: boolean;
  /** Active by hysteresis: the threshold was reached before, and the count is above the lower threshold. */
  hysteresis: boolean;
}

/** Result of the rules at a moment, computed by the phone or the server. */
export interface Verdict {
  could_not_check: boolean;
  /** The seven codes when `could_not_check`, else empty. */
  emergency_signs: EmergencySign[];
  level: Level | null;
  findings: Finding[];
  undetermined: string[];
  rules_version: string;
  assessed_at: Instant;
  /** Only from the server, for the whole diary: the last change; `null` if there was none. */
  changes?: Changes | null;
}

interface Change<T> {
  before: T;
  now: T;
}
export interface RuleChange<T> extends Change<T> {
  rule: string;
}

/** Difference to the previous assessment; rules by their ids. */
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

/** An assessment of the server, which stores one only if it differs from the previous. */
export interface PastAssessment {
  id: string;
  level: Level | null;
  assessed_at: Instant;
  /** `null` for the first. */
  changes: Changes | null;
}

/** A request to act on a level, open until answered; after "booked" it asks about the visit. */
export interface Prompt {
  id: string;
  level: Level;
  opened_at: Instant;
  findings: Finding[];
  snoozed_until?: Instant | null;
  /** When the person acknowledged it; emergencies only. */
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

/** The state of an entry after an accepted write. */
export interface Revision {
  version: number;
  at: Instant;
  deleted: boolean;
  /** The version that the edit was based on; `null` if the writer sent none. */
  base_version: number | null;
  /** Fields that were introduced after the revision are missing. */
  data: Partial<Omit<Episode, "id" | keyof ServerFields>>;
}

/** Entry id → version of the merge to show a note for, until the person dismisses it. */
export type MergeNotes = Record<string, number>;

/** A change that the server rejected, or of another owner's record; stays until fixed or discarded. */
export interface Rejection {
  kind: RecordKind;
  key: string;
  status: number;
  errors: { code: string; message: string; param?: string }[];
}

export type RecordKind = "episode" | "alert" | "check_in" | "background" | "question" | "settings";

export interface SyncState {
  /**
   * phone_only: no account · fetching, to_fetch: the first pull is incomplete, online or offline ·
   * waiting: unsent, offline or retrying · needs_you: a rejection, or the session expired
   */
  state: "phone_only" | "fetching" | "to_fetch" | "waiting" | "saving" | "saved" | "needs_you";
  /** Records not yet on the server. */
  waiting: number;
  rejections: Rejection[];
}

export interface Session {
  signedIn: boolean;
  email?: string | undefined;
  /** Id of the account; stable when the email address changes. */
  id?: number | undefined;
  /** Was signed in; the session expired. */
  expired?: boolean;
  /** Signed out by the person; the diary of `email` stays on this phone. */
  diaryRetained?: boolean;
}

/** Threshold overrides of the diary by name; `null` resets to the default. */
export type Thresholds = Readonly<Record<string, number | null>>;

export interface Settings {
  zone: string;
  emergencyNumber: string;
  /** Input of body areas; not synced. */
  places: "legs" | "list";
  thresholds: Thresholds;
}
