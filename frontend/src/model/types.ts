/** Types of the records that the app stores and sends. Names and codes are those of the API. */

import type { components } from "./schema";

/** A UTC moment, ISO 8601 with `Z`. */
export type Instant = string;
/** A local day, `YYYY-MM-DD`. */
export type Day = string;

type Schemas = components["schemas"];

/** Fields set by the server; absent until the record was synced. */
export type ServerFields = Partial<
  Pick<Schemas["EpisodeRecord"], "created_at" | "updated_at" | "version" | "deleted_at">
>;

/** A record of the API, of which the app makes and stores all but the server's fields. */
type Stored<T> = Omit<T, keyof ServerFields> & ServerFields;

/** One stretch of numbness. `null` means "not asked"; `false`, `[]` mean "asked: no". `ended_at` `null`: ongoing. */
export type Episode = Stored<Schemas["EpisodeRecord"]>;
/** Emergency signs noticed without an episode. */
export type Alert = Stored<Schemas["AlertRecord"]>;
/** "No numbness on this local day." */
export type CheckIn = Stored<Schemas["CheckInRecord"]>;
/** A medicine, a condition or another item; `name` "" means "none of this kind". */
export type BackgroundItem = Stored<Schemas["BackgroundRecord"]>;
/** A question to ask at the visit. */
export type Question = Stored<Schemas["QuestionRecord"]>;

/** The record kinds; settings are not a record. */
export interface RecordsByKind {
  episode: Episode;
  alert: Alert;
  check_in: CheckIn;
  background: BackgroundItem;
  question: Question;
}
export type Kind = keyof RecordsByKind;
export type RecordKind = Kind | "settings";

/** One code of a field: of a list, of the keys of a map, or the field itself. */
type CodeOf<Value> = Value extends readonly (infer Code)[] ? Code : Value extends object ? keyof Value : Value;
type EpisodeCode<Name extends keyof Episode> = CodeOf<NonNullable<Episode[Name]>>;

export type Area = EpisodeCode<"areas">;
export type Sensation = EpisodeCode<"sensations">;
export type Trigger = EpisodeCode<"trigger">;
export type Relief = EpisodeCode<"relief">;
export type Onset = EpisodeCode<"onset">;
export type Symptom = EpisodeCode<"symptoms">;
export type LegChange = EpisodeCode<"leg_changes">;
export type RedFlag = EpisodeCode<"red_flags">;
export type EmergencySign = Schemas["EmergencySignsEnum"];
export type Level = Schemas["LevelEnum"];
export type BackgroundKind = BackgroundItem["kind"];
/** A side of the body, a region of one side, and one of the leg. */
export type Side = "left" | "right";
export type Region = RegionOf<Area>;
export type LegRegion = Exclude<Region, "hand" | "arm" | "face">;
type RegionOf<Place> = Place extends `${Side}.${infer Name}` ? Name : never;

/** A record that a person writes. */
export type DiaryRecord = RecordsByKind[Kind];

export type Evidence = Schemas["Evidence"];
export type Finding = Schemas["Finding"];

/**
 * Result of the rules at a moment, computed by the phone or the server. `changes`: only from the
 * server, for the whole diary.
 */
export type Verdict = Schemas["Verdict"] & Partial<Pick<Schemas["DiaryVerdict"], "changes">>;

/** Difference to the previous assessment; rules by their ids. */
export type Changes = Schemas["Changes"];
export type RuleChange<T> = { rule: string; before: T; now: T };

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
