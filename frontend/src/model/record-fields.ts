/** The fields of each record kind that a client may write. */
import type { Alert, BackgroundItem, DiaryRecord, Episode, Question, RecordKind, ServerFields } from "./types";

/** Writable fields of an episode. */
export const EPISODE_FIELDS = [
  "started_at",
  "ended_at",
  "zone",
  "start_precision",
  "onset",
  "areas",
  "spread",
  "sensations",
  "severity",
  "interference",
  "trigger",
  "relief",
  "relief_minutes",
  "symptoms",
  "pain",
  "leg_changes",
  "red_flags",
  "note",
  "clinician_assessed_at",
] as const satisfies readonly (keyof Episode)[];

const ALERT_FIELDS = [
  "noticed_at",
  "zone",
  "red_flags",
  "last_known_well_at",
  "clinician_assessed_at",
] as const satisfies readonly (keyof Alert)[];

const BACKGROUND_FIELDS = [
  "kind",
  "name",
  "code",
  "started_on",
  "ended_on",
  "dose",
  "note",
] as const satisfies readonly (keyof BackgroundItem)[];

const QUESTION_FIELDS = ["text", "discussed"] as const satisfies readonly (keyof Question)[];

/** The writable fields without the key; empty for a check-in. */
export function writableFields(kind: RecordKind, record: DiaryRecord): Partial<DiaryRecord> {
  if (kind === "episode") return pick(record as Episode, EPISODE_FIELDS);
  if (kind === "alert") return pick(record as Alert, ALERT_FIELDS);
  if (kind === "background") return pick(record as BackgroundItem, BACKGROUND_FIELDS);
  if (kind === "question") return pick(record as Question, QUESTION_FIELDS);
  return {};
}

/** The fields that the server sets. */
export function serverFields({ created_at, updated_at, version }: ServerFields): ServerFields {
  return { created_at, updated_at, version };
}

/** Deep copy as plain data; the argument may be a reactive proxy of Svelte. */
export function toPlainData<T>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T;
}

/** Deep equality that ignores the order of arrays (they are sets) and keys. */
export function equalValues(a: unknown, b: unknown): boolean {
  return JSON.stringify(normalizeOrder(a)) === JSON.stringify(normalizeOrder(b));
}

function normalizeOrder(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].sort();
  if (typeof value === "object" && value !== null) return Object.entries(value).sort();
  return value ?? null;
}

function pick<T extends object, K extends keyof T>(record: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? null])) as Pick<T, K>;
}
