"""The kinds of record a diary has, and how each is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from diary.models import Alert, BackgroundItem, CheckIn, Episode, Question, Record


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`fields` are what a person writes; the rest of a record is the server's.

    `in_order` names two fields of which the second must not lie before the first.
    """

    name: str
    model: type[Record]
    fields: tuple[str, ...]
    key: str = "id"
    assessed: bool = True  # whether an assessment reads it
    in_order: tuple[str, str] | None = None
    # A field that has a value in every record, and none in an erased one.
    never_blank: str | None = None


EPISODE = Kind(
    name="episode",
    model=Episode,
    fields=(
        "started_at",
        "ended_at",
        "zone",
        "start_precision",
        "onset",
        "areas",
        "sensations",
        "severity",
        "interference",
        "trigger",
        "relief",
        "relief_minutes",
        "symptoms",
        "leg_changes",
        "red_flags",
        "note",
        "clinician_assessed_at",
    ),
    in_order=("started_at", "ended_at"),
    never_blank="zone",
)
ALERT = Kind(
    name="alert",
    model=Alert,
    fields=("noticed_at", "zone", "red_flags", "last_known_well_at"),
    never_blank="zone",
)
CHECK_IN = Kind(name="check_in", model=CheckIn, fields=(), key="date")
BACKGROUND = Kind(
    name="background",
    model=BackgroundItem,
    fields=("kind", "name", "started_on", "ended_on", "dose", "note"),
    in_order=("started_on", "ended_on"),
    never_blank="kind",
)
QUESTION = Kind(
    name="question",
    model=Question,
    fields=("text", "discussed"),
    assessed=False,
    never_blank="text",
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (EPISODE, ALERT, CHECK_IN, BACKGROUND, QUESTION)
}
NAMES = tuple(KINDS)

_INSTANTS = frozenset(
    {"started_at", "ended_at", "clinician_assessed_at", "noticed_at", "last_known_well_at"}
)
_DAYS = frozenset({"started_on", "ended_on"})


def to_json(value: Any) -> Any:
    """A value as JSON, for replies and revisions: instants in UTC with Z, days as ISO dates."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(name: str, value: Any) -> Any:
    """The inverse of `to_json` for the field `name`."""
    if value is None:
        return None
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return value


def content_json(kind: Kind, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wrote, ready for JSON; fields that are missing are null."""
    return {name: to_json(content.get(name)) for name in kind.fields}


def is_erased(kind: Kind, record: Record) -> bool:
    """True for the tombstone of an erased record, which has no content."""
    return kind.never_blank is not None and getattr(record, kind.never_blank) == ""


def content_of(kind: Kind, record: Record) -> dict[str, Any]:
    """What a person wrote in this record, as Python values."""
    return {name: getattr(record, name) for name in kind.fields}
