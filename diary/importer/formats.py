"""A file opened: which format it is, and its records, as often as they are asked for."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.exporter.common.records import SETTINGS
from diary.importer import csv, json, third_party
from diary.importer.rows import Problem, Record, Unreadable
from diary.importer.table import Table
from diary.importer.third_party import Columns
from diary.serializers.records import cached_serializer
from diary.serializers.settings import SettingsChange

MOST_COLUMNS = 200  # of a table, that are told
JSON, CSV = "application/json", "text/csv"


class Source(ABC):
    """`name` is that of the format. `settings` are those of the file, validated, once read."""

    name: str
    settings: Mapping[str, Any] | None = None
    deleted = 0  # records that the file itself says were deleted

    def about(self) -> dict[str, Any]:
        """What else a preview tells of it, once it was read."""
        return {}

    @abstractmethod
    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """From the first on, each time. Adds what is wrong to `problems`; raises `Unreadable`."""


class OurJSON(Source):
    name = "footnote_json"

    def __init__(self, text: str) -> None:
        self.text = text

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        file = json.DiaryFile(self.text)
        yield from file.records(problems)
        self.deleted = file.deleted
        self.settings = _settings(file, problems)


class OurCSV(Source):
    name = "footnote_csv"

    def __init__(self, table: Table) -> None:
        self.table = table

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        return csv.records(self.table, problems)


class OtherCSV(Source):
    """The table of another diary; `columns` None: as its header tells."""

    def __init__(self, table: Table, columns: Columns | None, zone: str) -> None:
        self.table, self.zone = table, zone
        self.name, guessed = third_party.guess(table.header)
        self.columns = columns or guessed
        self.said = columns is not None
        self.reading = third_party.Reading(table, self.name, self.columns, zone)

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        self.reading = third_party.Reading(self.table, self.name, self.columns, self.zone)
        yield from self.reading.records(problems)
        if self.name == third_party.TABLE and not self.said and self.columns.start:
            message = _("This table is not known. Look at it first, and say what its columns are.")
            problems.insert(0, Problem(1, self.columns.start, message, "needs_columns"))

    def about(self) -> dict[str, Any]:
        return {
            "header": self.table.header[:MOST_COLUMNS],
            "columns": self.columns.as_json(),
            "trackers": dict(self.reading.trackers.most_common(third_party.TRACKERS))
            if self.columns.tracker
            else {},
            "sample": self.reading.sample,
        }


def opened(content: bytes, media_type: str, columns: Columns | None, zone: str) -> Source:
    """Raises `Unreadable` for what is no file of a kind that is known."""
    text = _text(content)
    if media_type == JSON:
        return OurJSON(text)
    table = Table(text)
    return OurCSV(table) if csv.ours(table) else OtherCSV(table, columns, zone)


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = str(error.start - before.rfind(b"\n"))
        message = _("This is not valid UTF-8.")
        raise Unreadable([Problem(line, column, message, "not_utf8")]) from None
    if not text.strip():
        raise Unreadable([Problem(1, "1", _("The file is empty."), "empty")])
    return text


def _settings(file: json.DiaryFile, problems: list[Problem]) -> Mapping[str, Any] | None:
    if file.settings is None:
        return None
    record = Record("settings", {}, file.settings_line, "settings")
    try:
        if isinstance(file.settings, dict):
            _only_known(file.settings)
        wanted: Mapping[str, Any] = cached_serializer(SettingsChange, partial=True).run_validation(
            file.settings
        )
    except ValidationError as error:
        problems += record.problems(error.detail)
        return None
    return wanted


def _only_known(said: Mapping[str, Any]) -> None:
    unknown = ErrorDetail(_("There is no such field."), "unknown_field")
    if wrong := {name: [unknown] for name in said if name not in SETTINGS}:
        raise ValidationError(wrong)
