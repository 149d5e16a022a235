/** Records by their kind: fields and codes of diary/schema, by way of kinds.json. */
import { kinds } from "./kinds.json";
import type { DiaryRecord, Kind, RecordKind, RecordsByKind, ServerFields } from "./types";

export const KINDS = Object.keys(kinds) as Kind[];

/** Type, codes and limits of a field. */
export interface FieldShape {
  type: "instant" | "day" | "zone" | "code" | "code_set" | "answers" | "int" | "number" | "text" | "bool";
  codes?: readonly string[];
  minimum?: number;
  maximum?: number;
  max_length?: number;
  may_be_empty?: boolean;
  may_be_blank?: boolean;
  /** Has a value in every record; the others are null until they are answered, or have a default. */
  required?: boolean;
  default?: unknown;
}

interface KindShape {
  /** Name of its list in a file. */
  plural: string;
  key: "id" | "date";
  /** Two fields of which the second must not lie before the first, or none. */
  ordered: readonly string[];
  fields: Readonly<Record<string, FieldShape>>;
}

const SHAPES = kinds as unknown as Record<Kind, KindShape>;

/** What a person may write in a record of this kind, in display order; `settings` is no record. */
export const shapeOf = (kind: Kind): KindShape => SHAPES[kind];

/** The names of the fields that a person writes. */
export function fieldNames<K extends Kind>(kind: K): WritableField<K>[] {
  return Object.keys(SHAPES[kind].fields) as WritableField<K>[];
}

export type WritableField<K extends Kind> = Exclude<keyof RecordsByKind[K], "id" | "date" | keyof ServerFields> &
  string;

/** The codes of a field of an episode. */
export function codesOf(name: WritableField<"episode">): readonly string[] {
  return SHAPES.episode.fields[name]!.codes ?? [];
}

/** Keys of the values that are never null. */
type Required<T> = {
  [Name in keyof T]-?: null extends T[Name] ? never : undefined extends T[Name] ? never : Name;
}[keyof T];
/** Every field that is not nullable, and any other. */
export type NewRecord<K extends Kind> = Pick<RecordsByKind[K], Required<RecordsByKind[K]>> & Partial<RecordsByKind[K]>;

const BLANKS = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(SHAPES[kind].fields)
        .filter(([, { required }]) => !required)
        .map(([name, shape]) => [name, shape.default ?? null]),
    ),
  ]),
) as unknown as Record<Kind, Record<string, unknown>>;

/** A record in which every field is `null` ("not asked") or has its default, except those given. */
export function blankRecord<K extends Kind>(kind: K, fields: NewRecord<K>): RecordsByKind[K] {
  return { ...BLANKS[kind], ...fields } as unknown as RecordsByKind[K];
}

/** The fields that a person writes, without the key and the server's fields. */
export function pickFields(kind: RecordKind, record: object): Partial<DiaryRecord> {
  if (kind === "settings") return {};
  const values = record as Record<string, unknown>;
  return Object.fromEntries(Object.keys(SHAPES[kind].fields).map((name) => [name, values[name] ?? null]));
}

/**
 * A record of JSON from the server, a file or an older app. What it lacks is `null` or has its
 * default; what this app does not know stays, so that a newer one finds it.
 */
export function readRecord<K extends Kind>(kind: K, json: object): RecordsByKind[K] {
  const given = Object.entries(json).filter(([, value]) => value !== null && value !== undefined);
  return { ...BLANKS[kind], ...Object.fromEntries(given) } as unknown as RecordsByKind[K];
}

/** True if every field of the kind is there. */
export function isComplete(kind: Kind, record: object): boolean {
  for (const name in BLANKS[kind]) if (!(name in record)) return false;
  return true;
}

/** The fields that the server sets. */
export function serverFields({
  created_at,
  updated_at,
  version,
}: { [Name in keyof ServerFields]: ServerFields[Name] | undefined }): ServerFields {
  return {
    ...(created_at === undefined ? {} : { created_at }),
    ...(updated_at === undefined ? {} : { updated_at }),
    ...(version === undefined ? {} : { version }),
  };
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
