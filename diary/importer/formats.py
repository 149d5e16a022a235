"""Import sources: detect the format of a file and read its records, repeatedly if needed."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.exporter.common.records import SETTINGS
from diary.importer import csv, json, third_party
from diary.importer.rows import ParsedRecord, Problem, UnreadableFile
from diary.importer.table import Table
from diary.importer.third_party import ColumnMapping
from diary.serializers.records import cached_serializer
from diary.serializers.settings import SettingsChange

MAX_COLUMNS = 200  # column names in a preview
JSON, CSV = "application/json", "text/csv"


class ImportSource(ABC):
    """`name`: of the format. `settings`: of the file, validated; set once records were read."""

    name: str
    settings: Mapping[str, Any] | None = None
    deleted = 0  # records that are deleted in the file

    def preview(self) -> dict[str, Any]:
        """Further fields of a preview; call after `records`."""
        return {}

    @abstractmethod
    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        """Read all records, anew at each call. Appends to `problems`; raises `UnreadableFile`."""


class OwnJSON(ImportSource):
    name = "footnote_json"

    def __init__(self, text: str) -> None:
        self.text = text

    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        file = json.DiaryFile(self.text)
        yield from file.records(problems)
        self.deleted = file.deleted
        self.settings = _settings(file, problems)


class OwnCSV(ImportSource):
    name = "footnote_csv"

    def __init__(self, table: Table) -> None:
        self.table = table

    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        return csv.parse_records(self.table, problems)


class ThirdPartyCSV(ImportSource):
    """The table of another app; `columns` None: guess them from the header."""

    def __init__(self, table: Table, columns: ColumnMapping | None, zone: str) -> None:
        self.table, self.zone = table, zone
        self.name, guessed = third_party.guess_format(table.header)
        self.columns = columns or guessed
        self.has_mapping = columns is not None
        self.reader = third_party.TableReader(table, self.name, self.columns, zone)

    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        self.reader = third_party.TableReader(self.table, self.name, self.columns, self.zone)
        yield from self.reader.records(problems)
        if self.name == third_party.UNKNOWN_TABLE and not self.has_mapping and self.columns.start:
            message = _("This table is not known. Look at it first, and say what its columns are.")
            problems.insert(0, Problem(1, self.columns.start, message, "needs_columns"))

    def preview(self) -> dict[str, Any]:
        return {
            "header": self.table.header[:MAX_COLUMNS],
            "columns": self.columns.as_json(),
            "trackers": dict(self.reader.trackers.most_common(third_party.MAX_TRACKERS))
            if self.columns.tracker
            else {},
            "sample": self.reader.sample,
        }


def open_source(
    content: bytes, media_type: str, columns: ColumnMapping | None, zone: str
) -> ImportSource:
    """Raises `UnreadableFile` for an unknown format."""
    text = _text(content)
    if media_type == JSON:
        return OwnJSON(text)
    table = Table(text)
    return OwnCSV(table) if csv.is_own_format(table) else ThirdPartyCSV(table, columns, zone)


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = str(error.start - before.rfind(b"\n"))
        message = _("This is not valid UTF-8.")
        raise UnreadableFile([Problem(line, column, message, "not_utf8")]) from None
    if not text.strip():
        raise UnreadableFile([Problem(1, "1", _("The file is empty."), "empty")])
    return text


def _settings(file: json.DiaryFile, problems: list[Problem]) -> Mapping[str, Any] | None:
    if file.settings is None:
        return None
    record = ParsedRecord("settings", {}, file.settings_line, "settings")
    try:
        if isinstance(file.settings, dict):
            _refuse_unknown(file.settings)
        validated: Mapping[str, Any] = cached_serializer(
            SettingsChange, partial=True
        ).run_validation(file.settings)
    except ValidationError as error:
        problems += record.problems(error.detail)
        return None
    return validated


def _refuse_unknown(settings: Mapping[str, Any]) -> None:
    unknown = ErrorDetail(_("There is no such field."), "unknown_field")
    if wrong := {name: [unknown] for name in settings if name not in SETTINGS}:
        raise ValidationError(wrong)
