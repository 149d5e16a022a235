"""Types of fields: what a value is as JSON and in Python."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True)
class FieldType:
    """`from_json` is the inverse of `to_json`, for a value that is not null."""

    def from_json(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Instant(FieldType):
    """A moment in UTC: `2026-11-22T08:00:00Z`."""

    def from_json(self, value: str) -> datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(f"{value!r} has no offset from UTC")
        return moment.astimezone(UTC)


@dataclass(frozen=True)
class Day(FieldType):
    """A local day: `2026-11-22`."""

    def from_json(self, value: str) -> date:
        return date.fromisoformat(value)


@dataclass(frozen=True)
class Zone(FieldType):
    """The name of an IANA time zone."""


@dataclass(frozen=True)
class Code(FieldType):
    """One of `codes`."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class CodeSet(FieldType):
    """A set of `codes`; empty: asked, and none of them."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class Answers(FieldType):
    """Yes or no by code; a missing code means "not asked"."""

    codes: tuple[str, ...]
    may_be_empty: bool = True


@dataclass(frozen=True)
class Int(FieldType):
    """A whole number, both limits included."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class Number(FieldType):
    """A number, both limits included."""

    minimum: float
    maximum: float


@dataclass(frozen=True)
class Text(FieldType):
    """Text of at most `max_length` characters.

    `may_be_empty` allows the empty text; text of whitespace only is refused where `may_be_blank`
    is false.
    """

    max_length: int
    may_be_empty: bool = True
    may_be_blank: bool = True


@dataclass(frozen=True)
class Bool(FieldType):
    """Yes or no."""


def to_json(value: Any) -> Any:
    """A value as JSON, for replies and revisions: instants in UTC with Z, days as ISO dates."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value
