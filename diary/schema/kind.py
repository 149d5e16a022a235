"""What a record kind is: its fields, and content of a record by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from diary.schema.types import Answers, FieldType, Instant, to_json


@dataclass(frozen=True)
class Field:
    """A field that a person writes.

    One that is neither required nor has a default is null until it is answered.
    """

    name: str
    type: FieldType
    required: bool = False
    default: Any = None
    help: str = ""

    @property
    def nullable(self) -> bool:
        return not self.required and self.default is None

    def from_json(self, value: Any) -> Any:
        return None if value is None else self.type.from_json(value)


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record. `fields` are what a person writes; the rest of a record is the server's.

    `plural`: the name of its list in a file. `key`: `id`, a UUID, or `date`, a local day. `ordered`
    names two fields of which the second must not lie before the first. `assessed`: whether an
    assessment reads it. `never_blank` is a field that has a value in every record, and none in an
    erased one.
    """

    name: str
    doc: str
    fields: tuple[Field, ...] = ()
    plural: str = ""
    key: str = "id"
    assessed: bool = True
    ordered: tuple[str, str] | None = None
    never_blank: str | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        return tuple(self.by_name)

    def from_json(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content as Python values."""
        return {name: self.by_name[name].from_json(value) for name, value in content.items()}

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """The values of the fields that a new record does not name."""
        return {field.name: to_json(field.default) for field in self.fields}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)


def content_json(kind: Kind, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a person wrote, ready for JSON; fields that are missing are null."""
    return {name: to_json(content.get(name)) for name in kind.field_names}


def content_of(kind: Kind, record: object) -> dict[str, Any]:
    """What a person wrote in this record, as Python values."""
    return {name: getattr(record, name) for name in kind.field_names}


def is_erased(kind: Kind, record: object) -> bool:
    """True for the tombstone of an erased record, which has no content."""
    return kind.never_blank is not None and getattr(record, kind.never_blank) == ""


def blank_content(kind: Kind, moment: datetime) -> dict[str, Any]:
    """The content of an erased record, as Python values; `moment` where there must be one."""

    def blank(field: Field) -> Any:
        if not field.required:
            return field.default
        if isinstance(field.type, Instant):
            return moment
        return {} if isinstance(field.type, Answers) else ""

    return {field.name: blank(field) for field in kind.fields}
