"""Tables of other apps: the column mapping is guessed from the header or chosen by the person.

Known formats, from the sources of the apps:

- Track & Graph: `FeatureName,Timestamp,Value,Label,Note`; of a timer `Value` is h:mm:ss and
  `Timestamp`, with its offset, when it was stopped. A file may hold many trackers.
- Baby Buddy (sleep, tummy time): `child_id`, `start` and `end` by the clock of its server.
- Cluster Headache Tracker: `start_time`, `end_time`, `intensity` from 1 to 10 and free text.

A missing column means "not asked". Triggers and medicines in free text go into the note: mapping
them to our codes would be a guess.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from diary.importer import ids
from diary.importer.rows import ParsedRecord, Problem
from diary.importer.table import Table
from diary.schema.kinds import EPISODE
from diary.schema.types import to_json

DURATION = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?")
SAMPLE_SIZE = 5  # records of a preview
MAX_TRACKERS = 100  # in a preview


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Column names by field; "" is none.

    `times_are`: whether the time of a row with a duration is that of its `start` or its `end`.
    `only`: of the values of the column `tracker`, those that are numbness; empty: all are.
    `open_ends`: what a row without an end is: to `refuse`, or `over` at once. It is never
    ongoing: an old row would then count as numbness that has lasted for years.
    """

    start: str = ""
    end: str = ""
    duration: str = ""
    times_are: str = "start"
    severity: str = ""
    notes: tuple[str, ...] = ()
    tracker: str = ""
    only: tuple[str, ...] = ()
    open_ends: str = "refuse"
    zone: str | None = None

    def named(self) -> tuple[str, ...]:
        """Every column of the mapping."""
        single = (self.start, self.end, self.duration, self.severity, self.tracker)
        return (*filter(None, single), *self.notes)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "notes": list(self.notes), "only": list(self.only)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ColumnMapping":
        lists = {name: tuple(data[name]) for name in ("notes", "only")}
        return cls(**{**data, **lists})


# Plain numbers of its trackers are not durations.
TRACKERS_APP: Final = "track_and_graph"
KNOWN_FORMATS: Final[dict[str, tuple[frozenset[str], ColumnMapping]]] = {
    TRACKERS_APP: (
        frozenset({"FeatureName", "Timestamp", "Value"}),
        ColumnMapping(
            start="Timestamp",
            duration="Value",
            times_are="end",
            tracker="FeatureName",
            notes=("Note", "Label"),
        ),
    ),
    "baby_buddy": (
        frozenset({"child_id", "start", "end"}),
        ColumnMapping(start="start", end="end", notes=("notes", "milestone")),
    ),
    "cluster_headache_tracker": (
        frozenset({"start_time", "end_time", "intensity"}),
        ColumnMapping(
            start="start_time",
            end="end_time",
            severity="intensity",
            notes=("notes", "triggers", "medication"),
        ),
    ),
}
UNKNOWN_TABLE: Final = "table"
HEADER_WORDS: Final = {
    "start": ("start", "started", "started_at", "start_time", "begin", "from", "timestamp", "date"),
    "end": ("end", "ended", "ended_at", "end_time", "stop", "until", "to"),
    "duration": ("duration", "minutes", "duration_minutes", "length"),
    "severity": ("severity", "intensity", "pain", "pain_level", "level"),
    "notes": ("note", "notes", "comment", "comments", "description"),
}


def guess_format(header: Sequence[str]) -> tuple[str, ColumnMapping]:
    """The name of the format, and the column mapping guessed from the header."""
    for name, (needed, columns) in KNOWN_FORMATS.items():
        if needed <= set(header):
            notes = tuple(note for note in columns.notes if note in header)
            return name, replace(columns, notes=notes)
    by_word = {re.sub(r"\W+", "_", name.lower()).strip("_"): name for name in reversed(header)}
    start, end, duration, severity, note = (
        next((by_word[word] for word in words if word in by_word), "")
        for words in HEADER_WORDS.values()
    )
    notes = (note,) if note else ()
    return UNKNOWN_TABLE, ColumnMapping(start, end, duration, severity=severity, notes=notes)


class TableReader:
    """One pass over a table; collects trackers and a sample."""

    def __init__(self, table: Table, name: str, columns: ColumnMapping, zone: str) -> None:
        self.table, self.name, self.columns = table, name, columns
        self.zone = columns.zone or zone
        self.trackers: Counter[str] = Counter()
        self.sample: list[dict[str, Any]] = []
        self.twins: Counter[str] = Counter()

    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        if not self._fits(problems):
            return
        columns = self.columns
        for line, cells in self.table.rows(problems):
            tracker = cells.get(columns.tracker, "")
            self.trackers[tracker] += 1
            if columns.only and tracker not in columns.only:
                continue
            try:
                record = self._episode(line, cells, tracker)
            except _CellError as wrong:
                problems.append(Problem(line, wrong.column, wrong.message, wrong.code))
                continue
            if len(self.sample) < SAMPLE_SIZE:
                self.sample.append(record.fields)
            yield record
        if len(self.trackers) > 1 and columns.tracker and not columns.only:
            message = _("There are several trackers: say which of them are numbness.")
            problems.insert(0, Problem(1, columns.tracker, message, "needs_choice"))

    def _fits(self, problems: list[Problem]) -> bool:
        before = len(problems)
        if not self.columns.start:
            message = _("Say which column has the start.")
            problems.append(Problem(1, "start", message, "needs_columns"))
        for name in self.columns.named():
            if name not in self.table.header:
                problems.append(Problem(1, name, _("this column is missing"), "no_such_column"))
        return len(problems) == before

    def _episode(self, line: int, cells: dict[str, str], tracker: str) -> ParsedRecord:
        columns = self.columns
        start, end = self._times(cells)
        words = "\n".join((self.name, cells[columns.start], tracker))
        self.twins[words] += 1
        id = ids.content_id(start, f"{words}\n{self.twins[words]}")
        values = {
            "id": str(id),
            "started_at": to_json(start),
            "ended_at": to_json(end),
            "zone": self.zone,
            "severity": _severity(cells, columns.severity),
            "note": self._note(cells),
        }
        places = {
            "started_at": columns.start,
            "ended_at": columns.end or columns.duration or columns.start,
            "severity": columns.severity,
            "note": columns.notes[0] if columns.notes else "",
        }
        return ParsedRecord(EPISODE.name, values, line, columns=places)

    def _times(self, cells: dict[str, str]) -> tuple[datetime, datetime]:
        columns = self.columns
        start = self._moment(cells, columns.start)
        if columns.end and cells[columns.end].strip():
            return start, self._moment(cells, columns.end)
        lasted = _duration(cells, columns.duration, minutes=self.name != TRACKERS_APP)
        if lasted is not None:
            began = start - lasted if columns.times_are == "end" else start
            return began, began + lasted
        if columns.open_ends != "over":
            message = _("This row has no end: give it one, or say that such rows are over at once.")
            raise _CellError(columns.end or columns.duration or columns.start, message, "no_end")
        return start, start

    def _moment(self, cells: dict[str, str], column: str) -> datetime:
        text = cells[column].strip().removesuffix(" UTC")
        try:
            moment = datetime.fromisoformat(text) if len(text) > len("2026-11-22") else None
        except ValueError:
            moment = None
        if moment is None or not 1900 < moment.year < 2199:
            raise _CellError(column, _("Write a moment as 2026-11-22 08:30."))
        if text != cells[column].strip():
            return moment.replace(tzinfo=ZoneInfo("UTC"))
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))

    def _note(self, cells: dict[str, str]) -> str | None:
        """The first note column verbatim, the others prefixed by their names."""
        first, *others = self.columns.notes or ("",)
        parts = [cells.get(first, "").strip()]
        parts += [f"{name}: {cells[name].strip()}" for name in others if cells[name].strip()]
        return "\n".join(filter(None, parts)) or None


class _CellError(Exception):
    def __init__(self, column: str, message: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.column, self.message, self.code = column, message, code


def _duration(cells: dict[str, str], column: str, *, minutes: bool) -> timedelta | None:
    """`1:05:00`, `1:05`, or a number of minutes; None if there is none."""
    text = cells[column].strip() if column else ""
    if match := DURATION.match(text):
        parts = (int(part or 0) for part in match.groups())
        return timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=True)))
    if not (text and minutes):
        return None
    try:
        lasted = timedelta(minutes=float(text))
    except (ValueError, OverflowError):
        lasted = None
    if lasted is None or lasted < timedelta():
        raise _CellError(column, _("Write how long it lasted in minutes, or as 1:05:00."))
    return lasted


def _severity(cells: dict[str, str], column: str) -> int | None:
    text = cells[column].strip() if column else ""
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (number.is_integer() and 0 <= number <= 10):
        raise _CellError(column, _("This must be a whole number from 0 to 10."))
    return int(number)
