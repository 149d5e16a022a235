/** Records as they are sent: the fields a client may write, and nothing else. */
import type {
  Alert, BackgroundItem, DiaryRecord, Episode, Question, RecordKind, ServerFields, Settings, Thresholds,
} from "./types";

/** What a person writes of an episode. */
export const EPISODE_FIELDS = [
  "started_at", "ended_at", "zone", "start_precision", "onset", "areas", "sensations", "severity",
  "interference", "trigger", "relief", "relief_minutes", "symptoms", "leg_changes", "red_flags",
  "note", "clinician_assessed_at",
] as const satisfies readonly (keyof Episode)[];

const ALERT_FIELDS = [
  "noticed_at", "zone", "red_flags", "last_known_well_at",
] as const satisfies readonly (keyof Alert)[];

const BACKGROUND_FIELDS = [
  "kind", "name", "started_on", "ended_on", "dose", "note",
] as const satisfies readonly (keyof BackgroundItem)[];

const QUESTION_FIELDS = ["text", "asked"] as const satisfies readonly (keyof Question)[];

/** What a PUT of the record says. The key is in the path, so a check-in has nothing to say. */
export function bodyOf(kind: RecordKind, record: DiaryRecord): Partial<DiaryRecord> {
  if (kind === "episode") return pick(record as Episode, EPISODE_FIELDS);
  if (kind === "alert") return pick(record as Alert, ALERT_FIELDS);
  if (kind === "background") return pick(record as BackgroundItem, BACKGROUND_FIELDS);
  if (kind === "question") return pick(record as Question, QUESTION_FIELDS);
  return {};
}

/** What the server says about a record besides what the person wrote. */
export function stampOf({ created_at, updated_at, version }: ServerFields): ServerFields {
  return { created_at, updated_at, version };
}

type SettingsBody = { zone: string; emergency_number: string; thresholds: Thresholds };

export function settingsBody({ zone, emergencyNumber, thresholds }: Settings): SettingsBody {
  return { zone, emergency_number: emergencyNumber, thresholds };
}

/** Where a record lives on the server. */
export function pathOf(kind: RecordKind, key: string): string {
  switch (kind) {
    case "episode":
      return `/api/v1/episodes/${key}`;
    case "alert":
      return `/api/v1/alerts/${key}`;
    case "check_in":
      return `/api/v1/check-ins/${key}`;
    case "background":
      return `/api/v1/background/${key}`;
    case "question":
      return `/api/v1/questions/${key}`;
    case "settings":
      return "/api/v1/diary";
  }
}

/** A copy as plain data: what a screen hands over may be a reactive proxy. */
export function plain<T>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T;
}

function pick<T extends object, K extends keyof T>(record: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? null])) as Pick<T, K>;
}
