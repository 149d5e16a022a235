/** Holds a value against diary.schema.json: the few words of JSON Schema that it uses. */
import { isZone } from "../time/zone";
import schema from "./diary.schema.json";

/** What is wrong with a value, to be said in words (i18n/data.ts). */
export type Why =
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
  /** The names on the way to the value: `symptoms`, `rash`. */
  path: readonly string[];
  why: Why;
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

export const SHAPES = schema.$defs as unknown as Record<keyof (typeof schema)["$defs"], Schema>;

/** Every flaw of `value`; none when it is as the schema says. */
export function flawsOf(shape: Schema, value: unknown, path: readonly string[] = []): Flaw[] {
  const at = (why: Why): Flaw[] => [{ path, why }];
  const types = [shape.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isA(type, value))) return at("type");
  if (value === null) return [];
  if (shape.enum !== undefined && !shape.enum.includes(value)) return at("code");
  if (typeof value === "string") return flawOfText(shape, value).flatMap(at);
  if (typeof value === "number") {
    return value < (shape.minimum ?? -Infinity) || value > (shape.maximum ?? Infinity) ? at("range") : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, n) => flawsOf(shape.items ?? {}, item, [...path, `${n + 1}`]));
  if (typeof value === "object") return flawsOfObject(shape, value as Record<string, unknown>, path);
  return [];
}

function flawsOfObject(shape: Schema, value: Record<string, unknown>, path: readonly string[]): Flaw[] {
  const known = new Map(Object.entries(shape.properties ?? {}));
  const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  const found = Object.entries(value).flatMap(([name, inner]): Flaw[] => {
    const own = known.get(name) ?? shape.additionalProperties;
    return own ? flawsOf(own, inner, [...path, name]) : [{ path: [...path, name], why: "unknown" }];
  });
  const empty = Object.keys(value).length < (shape.minProperties ?? 0);
  return [
    ...missing.map((name): Flaw => ({ path: [...path, name], why: "missing" })),
    ...(empty ? [{ path, why: "empty" } as const] : []),
    ...found,
  ];
}

function flawOfText(shape: Schema, text: string): Why[] {
  if (shape.maxLength !== undefined && [...text].length > shape.maxLength) return ["long"];
  if (shape.minLength !== undefined && text.trim() === "") return ["empty"];
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, "u").test(text)) return ["text"];
  const why = shape.format === undefined ? null : FORMATS[shape.format]!(text);
  return why === null ? [] : [why];
}

const FORMATS: Record<string, (text: string) => Why | null> = {
  "date-time": (text) => {
    const [day, rest] = [text.slice(0, 10), text.slice(10)];
    if (!/^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(rest)) return "moment";
    return isDay(day) ? (yearOf(new Date(text).toISOString()) ?? yearOf(day)) : "moment";
  },
  date: (text) => (isDay(text) ? yearOf(text) : "day"),
  zone: (text) => (isZone(text) ? null : "zone"),
  uuid: (text) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text) ? null : "id"),
};

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const noon = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(text);
}

function yearOf(text: string): Why | null {
  const year = Number.parseInt(text.slice(0, 4), 10); // of "+010000-…" it is NaN
  return year >= 1900 && year <= 2199 ? null : "year";
}

function isA(type: Type, value: unknown): boolean {
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
