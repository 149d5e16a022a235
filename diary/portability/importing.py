"""Records from a file into a diary: all of them, or none and every reason why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from diary import changes, records
from diary.fields import read_day
from diary.kinds import KINDS, Kind
from diary.models import Diary
from diary.portability.csv import Problem, Record, Unreadable


@dataclass(frozen=True, slots=True)
class Imported:
    """How many records of each kind were new, changed, or there already as they are."""

    created: Counter[str]
    changed: Counter[str]
    unchanged: Counter[str]


@dataclass(frozen=True, slots=True)
class _Ready:
    kind: Kind
    key: UUID | date
    content: dict[str, Any]
    line: int


def import_records(diary: Diary, found: Sequence[Record], now: datetime) -> Imported:
    """Write every record, or raise `Unreadable` with each problem and write none.

    Goes the way of every other write, so ids are kept and importing again changes nothing.
    """
    problems: list[Problem] = []
    ready = [one for record in found if (one := _checked(record, now, problems))]
    if problems:
        raise Unreadable(problems)
    told = Imported(Counter(), Counter(), Counter())
    with transaction.atomic():
        for one in ready:
            try:
                written = changes.put(
                    diary_id=diary.pk, kind=one.kind, key=one.key, content=one.content, now=now
                )
            except changes.NotHere:
                problem = Problem(one.line, one.kind.key, _("this id belongs to another diary"))
                raise Unreadable([problem]) from None
            outcome = (
                told.created
                if written.created
                else told.changed
                if written.changed
                else told.unchanged
            )
            outcome[one.kind.name] += 1
    return told


def _checked(record: Record, now: datetime, problems: list[Problem]) -> _Ready | None:
    kind = KINDS[record.kind]
    sent = {name: value for name, value in record.fields.items() if value is not None}
    try:
        key = _key(kind, sent)
        content = records.read_put(kind, key, sent, now)[0]
    except ValidationError as error:
        problems += [
            Problem(record.line, column, message) for column, message in _told(error.detail)
        ]
        return None
    return _Ready(kind, key, content, record.line)


def _key(kind: Kind, sent: dict[str, Any]) -> UUID | date:
    if kind.key == "date":
        try:
            return read_day(sent["date"]) if "date" in sent else _missing("date")
        except ValidationError as error:
            detail = error.detail
            raise (
                error if isinstance(detail, dict) else ValidationError({"date": detail})
            ) from None
    try:
        return UUID(sent["id"]) if "id" in sent else _missing("id")
    except ValueError:
        raise ValidationError({"id": [_("This is not a UUID.")]}) from None


def _missing(column: str) -> Any:
    raise ValidationError({column: [_("This is missing.")]})


def _told(detail: Any, column: str = "record") -> Iterator[tuple[str, str]]:
    """Column and message of every error; what lies inside a cell belongs to its column."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _told(inner, name if column == "record" else column)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _told(inner, column)
    else:
        yield column, str(detail)
