"""What the phone knows of the schema: frontend/src/model/kinds.json."""

import re
from dataclasses import asdict
from typing import Any

from diary.body_regions import HEIGHT
from diary.schema import codes
from diary.schema.json_schema import FORMAT, VERSION
from diary.schema.kind import Field, Kind
from diary.schema.kinds import KINDS

Json = dict[str, Any]


def kinds_json() -> Json:
    return {
        "kinds": {name: _kind(kind) for name, kind in KINDS.items()},
        "emergency_signs": codes.EMERGENCY_SIGNS,
        "levels": codes.LEVELS,
        "positional_triggers": codes.POSITIONAL_TRIGGERS,
        "leg_zones": codes.LEG_ZONES,
        "heights": HEIGHT,
        "file": {"format": FORMAT, "version": VERSION},
    }


def _kind(kind: Kind) -> Json:
    return {
        "plural": kind.plural,
        "key": kind.key,
        "ordered": kind.ordered or (),
        "fields": {field.name: _field(field) for field in kind.fields},
    }


def _field(field: Field) -> Json:
    """The limits and codes of the type, and what differs from an optional field without default."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(field.type).__name__).lower()
    shape: Json = {"type": name, **asdict(field.type)}
    if field.required:
        shape["required"] = True
    if field.default is not None:
        shape["default"] = field.default
    return shape
