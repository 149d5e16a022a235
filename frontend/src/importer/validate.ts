/** Validate against diary.schema.json; supports only the JSON Schema keywords used there. */
import { isZone } from "../time/zone";
import schema from "./diary.schema.json";

/** Reason codes of invalid values; texts are in i18n/data.ts. */
export type FlawReason =
  | "missing"
  | "type"
  | "code"
  | "range"
  | "long"
  | "empty"
  | "text"
  | "moment"
  | "day"
  | "year"
  | "zone"
  | "id"
  | "unknown"
  | "end_before_start"
  | "future"
  | "twice"
  | "limit";

export interface Flaw {
  /** Path to the value: `symptoms`, `rash`. */
  path: readonly string[];
  reason: FlawReason;
}

type Type = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

interface Schema {
  type?: Type | Type[];
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Record<string, Schema>;
  additionalProperties?: false | Schema;
  minProperties?: number;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

export const RECORD_SCHEMAS = schema.$defs as unknown as Record<keyof (typeof schema)["$defs"], Schema>;

/** Flaws of `value`; empty if valid. */
export function validate(schema: Schema, value: unknown, path: readonly string[] = []): Flaw[] {
  const flaw = (reason: FlawReason): Flaw[] => [{ path, reason }];
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => hasType(type, value))) return flaw("type");
  if (value === null) return [];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return flaw("code");
  if (typeof value === "string") return validateText(schema, value).flatMap(flaw);
  if (typeof value === "number") {
    return value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity) ? flaw("range") : [];
  }
  if (Array.isArray(value))
    return value.flatMap((item, n) => validate(schema.items ?? {}, item, [...path, `${n + 1}`]));
  if (typeof value === "object") return validateObject(schema, value as Record<string, unknown>, path);
  return [];
}

function validateObject(schema: Schema, value: Record<string, unknown>, path: readonly string[]): Flaw[] {
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  const propertyFlaws = Object.entries(value).flatMap(([name, inner]): Flaw[] => {
    const propertySchema = properties.get(name) ?? schema.additionalProperties;
    return propertySchema
      ? validate(propertySchema, inner, [...path, name])
      : [{ path: [...path, name], reason: "unknown" }];
  });
  const empty = Object.keys(value).length < (schema.minProperties ?? 0);
  return [
    ...missing.map((name): Flaw => ({ path: [...path, name], reason: "missing" })),
    ...(empty ? [{ path, reason: "empty" } as const] : []),
    ...propertyFlaws,
  ];
}

function validateText(schema: Schema, text: string): FlawReason[] {
  if (schema.maxLength !== undefined && [...text].length > schema.maxLength) return ["long"];
  if (schema.minLength !== undefined && text.trim() === "") return ["empty"];
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(text)) return ["text"];
  const reason = schema.format === undefined ? null : FORMATS[schema.format]!(text);
  return reason === null ? [] : [reason];
}

const FORMATS: Record<string, (text: string) => FlawReason | null> = {
  "date-time": (text) => {
    const [day, rest] = [text.slice(0, 10), text.slice(10)];
    if (!/^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(rest)) return "moment";
    return isDay(day) ? (yearFlaw(new Date(text).toISOString()) ?? yearFlaw(day)) : "moment";
  },
  date: (text) => (isDay(text) ? yearFlaw(text) : "day"),
  zone: (text) => (isZone(text) ? null : "zone"),
  uuid: (text) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text) ? null : "id"),
};

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const noon = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(text);
}

function yearFlaw(text: string): FlawReason | null {
  const year = Number.parseInt(text.slice(0, 4), 10); // NaN for "+010000-…"
  return year >= 1900 && year <= 2199 ? null : "year";
}

function hasType(type: Type, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
