"""Turn parsed records into commands: validated as every write, conflicts resolved by choice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.converters import AnyUUID
from diary.importer.rows import ParsedRecord, Problem
from diary.models import Record
from diary.schema.kind import Kind, content_json
from diary.schema.kinds import KINDS
from diary.serializers import fields, records
from diary.writes.commands import Command, has_content
from diary.writes.merge import Content, RecordVersion, State

IS_UUID = re.compile(AnyUUID.regex).fullmatch
CONFLICT_RULES = ("newer", "mine", "file")
OUTCOMES = ("created", "changed", "unchanged", "skipped", "deleted")


@dataclass(frozen=True, slots=True)
class Choices:
    """Conflict resolution, and whether records deleted here are restored."""

    on_conflict: str = "newer"
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportCommand(Command):
    """Create the record, or replace its content where the file's version wins."""

    submitted: Content
    choices: Choices

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        return State(self.submitted) if self.outcome(record) in {"created", "changed"} else None

    def outcome(self, record: Record | None) -> str:
        """One of OUTCOMES. Skipped: the stored version wins; deleted: it stays deleted."""
        if record is None:
            return "created"
        if record.deleted_at is not None:
            return "changed" if self.choices.deleted else "deleted"
        if has_content(self.kind, record, self.submitted):
            return "unchanged"
        wins = self.choices.on_conflict == "file" or (
            self.choices.on_conflict == "newer" and self._newer(record)
        )
        return "changed" if wins else "skipped"

    def _newer(self, record: Record) -> bool:
        """Compare `updated_at`: version numbers of two servers are not comparable."""
        return self.updated_at is not None and self.updated_at > record.updated_at


class ImportPlan:
    """Turns records into commands lazily; errors are appended to `problems`.

    `zone`: of the diary, which determines the current day. A duplicate record is an error.
    """

    def __init__(self, zone: str, choices: Choices, now: datetime, problems: list[Problem]) -> None:
        self.zone, self.choices, self.now, self.problems = zone, choices, now, problems
        self.seen: set[tuple[str, UUID | date]] = set()

    def commands(self, records: Iterable[ParsedRecord]) -> Iterator[ImportCommand]:
        for record in records:
            try:
                command = self._command(record)
            except ValidationError as error:
                self.problems += record.problems(error.detail)
                continue
            if command.ref in self.seen:
                self.problems += record.problems([ErrorDetail(_("This is there twice."), "twice")])
                continue
            self.seen.add(command.ref)
            yield command

    def _command(self, record: ParsedRecord) -> ImportCommand:
        kind = KINDS[record.kind]
        values = {name: value for name, value in record.fields.items() if value is not None}
        if "base_version" in values:
            message = ErrorDetail(_("There is no such field."), "unknown_field")
            raise ValidationError({"base_version": [message]})
        key = self._key(kind, values)
        content, _base = records.parse_put(kind, key, values, self.now)
        created_at, updated_at = (
            self._moment(values, name) for name in ("created_at", "updated_at")
        )
        return ImportCommand(
            kind=kind,
            key=key,
            submitted=content_json(kind, content),
            choices=self.choices,
            created_at=created_at or updated_at,
            updated_at=updated_at or created_at,
        )

    def _key(self, kind: Kind, values: dict[str, Any]) -> UUID | date:
        if kind.key not in values:
            raise ValidationError({kind.key: [ErrorDetail(_("This is missing."), "required")]})
        text = values[kind.key]
        if kind.key == "date":
            return records.parse_check_in_day(text, self.zone, self.now)
        if not isinstance(text, str) or not IS_UUID(text):
            raise ValidationError({"id": [ErrorDetail(_("This is not a UUID."), "invalid")]})
        return UUID(text)

    def _moment(self, values: dict[str, Any], name: str) -> datetime | None:
        if name not in values:
            return None
        try:
            return min(fields.parse_instant(values[name]), self.now)
        except ValidationError as error:
            raise ValidationError({name: error.detail}) from None
