"""Parser of our own CSV; exporter/csv.py defines the format."""

from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _

from diary.exporter.csv import (
    COLUMNS,
    EMPTY,
    EPISODES,
    HEADER,
    NO_NAME,
    STAMPS,
    TYPES,
)
from diary.importer.rows import ParsedRecord, Problem, UnreadableFile
from diary.importer.table import Table
from diary.schema import types
from diary.schema.kinds import EPISODE


def is_own_format(table: Table) -> bool:
    """Whether the header is of our own format: with a column `record`, or of episodes alone."""
    named = set(table.header)
    return "record" in named or {"id", "started_at"} <= named <= {*EPISODES}


def parse_file(stream: TextIO) -> list[ParsedRecord]:
    """Parse a whole file; raises `UnreadableFile` with every problem."""
    problems: list[Problem] = []
    records = list(parse_records(Table(stream.read()), problems))
    if problems:
        raise UnreadableFile(problems)
    return records


def parse_records(table: Table, problems: list[Problem]) -> Iterator[ParsedRecord]:
    """Parse records lazily; raises `UnreadableFile` for another table format."""
    unknown = [name for name in table.header if name not in HEADER and name not in STAMPS]
    if unknown:
        raise UnreadableFile(
            [Problem(1, name or _("(no name)"), _("unknown column")) for name in unknown]
        )
    if not is_own_format(table):
        raise UnreadableFile([Problem(1, "record", _("this column is missing"))])
    for line, cells in table.rows(problems):
        record = _record(cells, line, problems)
        if record is not None:
            yield record


def _record(cells: dict[str, str], line: int, problems: list[Problem]) -> ParsedRecord | None:
    kind = cells.pop("record", EPISODE.name)
    if kind not in COLUMNS:
        words = {"cell": repr(kind), "known": ", ".join(COLUMNS)}
        problems.append(Problem(line, "record", _("%(cell)s is none of: %(known)s") % words))
        return None
    fields: dict[str, Any] = {}
    before = len(problems)
    for name, cell in cells.items():
        if name in COLUMNS[kind] or name in STAMPS:
            try:
                fields[name] = _value(name, cell)
            except ValueError as error:
                problems.append(Problem(line, name, str(error)))
        elif cell:
            message = _("a line of kind %(kind)s has no such field") % {"kind": kind}
            problems.append(Problem(line, name, message, "unknown_field"))
    return ParsedRecord(kind, fields, line) if len(problems) == before else None


def _value(name: str, cell: str) -> Any:
    if cell == "":
        return None
    match TYPES.get(name):
        case types.Text():
            return "" if name == "name" and cell == NO_NAME else cell.removeprefix("'")
        case types.CodeSet():
            return [] if cell in EMPTY else cell.split(";")
        case types.Answers():
            return {} if cell in EMPTY else dict(_answer(part) for part in cell.split(";"))
        case types.Int() | types.Number():
            return _number(cell)
        case types.Bool():
            return _yes_no(cell)
    return cell


def _answer(part: str) -> tuple[str, bool]:
    code, equals, answer = part.partition("=")
    if not (code and equals) or answer not in {"yes", "no"}:
        raise ValueError(_("%(cell)s is not code=yes or code=no") % {"cell": repr(part)})
    return code, answer == "yes"


def _number(cell: str) -> float:
    try:
        return int(cell) if cell.lstrip("-").isdecimal() else float(cell)
    except ValueError:
        raise ValueError(_("%(cell)s is not a number") % {"cell": repr(cell[:20])}) from None


def _yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError(_("%(cell)s is not yes or no") % {"cell": repr(cell)})
    return cell == "yes"
