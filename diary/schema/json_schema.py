"""The JSON Schema of a diary in one file (docs/file-format.md)."""

from typing import Any, Final

from diary.schema import types
from diary.schema.kind import Field, Kind
from diary.schema.kinds import KINDS

Json = dict[str, Any]

FORMAT: Final = "footnote-diary"
VERSION: Final = 1
WITHOUT_NUL: Final = "^[^\\u0000]*$"
MOMENT: Final[Json] = {"type": "string", "format": "date-time"}
TIME_OF_DAY: Final[Json] = {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"}
KEYS: Final[dict[str, Json]] = {
    "id": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
}
SERVER_FIELDS: Final[Json] = {
    "created_at": {
        **MOMENT,
        "description": "Of the server, and only read to tell which of two is newer, as the next"
        " two.",
    },
    "updated_at": {
        **MOMENT,
        "description": "When it was last changed, on the phone or on the server.",
    },
    "version": {"type": "integer", "minimum": 0},
    "deleted_at": {
        **MOMENT,
        "description": "Set: it was deleted. Such a record is not brought back.",
    },
}
SETTINGS: Final[Json] = {
    "description": "What was set. Left out: it stays as it is.",
    "type": "object",
    "properties": {
        "zone": {"type": "string", "format": "zone"},
        "emergency_number": {"type": "string", "pattern": "^[+0-9][0-9 ]{1,15}$"},
        "locale": {
            "type": "string",
            "description": "The language of the diary, such as en. A phone keeps its own.",
        },
        "quiet_start": {
            **TIME_OF_DAY,
            "description": "Local; the server sends no reminders from then on. A phone keeps none"
            " of these.",
        },
        "quiet_end": TIME_OF_DAY,
        "email_reminders": {"type": "boolean"},
        "thresholds": {
            "description": "The diary's own limits, by the names in triage/rules/rules.json; null:"
            " the usual one.",
            "type": "object",
            "additionalProperties": {"type": ["integer", "null"]},
        },
    },
    "additionalProperties": False,
}


def file_schema() -> Json:
    lists = {
        kind.plural: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
        for name, kind in KINDS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Footnote diary in one file",
        "description": "See docs/file-format.md. The formats: date-time has an offset or Z, years"
        " are 1900 to 2199, zone is an IANA name.",
        "type": "object",
        "required": ["format", "version"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "exported_at": MOMENT,
            "settings": {"$ref": "#/$defs/settings"},
            **lists,
        },
        "additionalProperties": False,
        "$defs": {**{name: _record(kind) for name, kind in KINDS.items()}, "settings": SETTINGS},
    }


def _record(kind: Kind) -> Json:
    server = {name: _nullable(schema) for name, schema in SERVER_FIELDS.items()}
    return {
        "description": kind.doc,
        "type": "object",
        "required": [kind.key, *kind.required],
        "properties": {
            kind.key: KEYS[kind.key],
            **{field.name: _field(field) for field in kind.fields},
            **server,
        },
        "additionalProperties": False,
    }


def _field(field: Field) -> Json:
    schema = _type(field.type) | ({"description": field.help} if field.help else {})
    return schema if field.required else _nullable(schema)


def _nullable(schema: Json) -> Json:
    nullable = schema | {"type": [schema["type"], "null"]}
    return nullable | {"enum": [*schema["enum"], None]} if "enum" in schema else nullable


def _type(type: types.FieldType) -> Json:
    match type:
        case types.Instant():
            return MOMENT
        case types.Day():
            return {"type": "string", "format": "date"}
        case types.Zone():
            return {"type": "string", "format": "zone"}
        case types.Code(codes):
            return {"type": "string", "enum": list(codes)}
        case types.CodeSet(codes):
            return {"type": "array", "items": {"type": "string", "enum": list(codes)}}
        case types.Answers(codes, may_be_empty):
            return {
                "type": "object",
                "properties": {code: {"type": "boolean"} for code in codes},
                "additionalProperties": False,
                **({} if may_be_empty else {"minProperties": 1}),
            }
        case types.Int(minimum, maximum):
            return {"type": "integer", "minimum": minimum, "maximum": maximum}
        case types.Number(minimum, maximum):
            return {"type": "number", "minimum": minimum, "maximum": maximum}
        case types.Text(max_length, may_be_empty):
            text = {"type": "string", "maxLength": max_length, "pattern": WITHOUT_NUL}
            return text if may_be_empty else text | {"minLength": 1}
        case types.Bool():
            return {"type": "boolean"}
    raise TypeError(f"no JSON Schema for {type}")
