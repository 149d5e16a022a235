"""A diary as CSV: one record a line, columns named as on the wire.

`record` says what the line is: episode, check_in, alert, background or question. A
blank cell is "not asked"; `-` is asked and none, as the name of a background item too.
Sets are joined by `;`, maps are `code=yes;code=no`. Times are ISO 8601 with an offset.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TextIO

from django.utils.translation import gettext as _

from diary.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION

EMPTY: Final = "-"
SETS = frozenset({"areas", "sensations", "leg_changes"})
MAPS = frozenset({"symptoms", "red_flags"})
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    kind.name: (kind.key, *kind.fields) for kind in (EPISODE, CHECK_IN, ALERT, BACKGROUND, QUESTION)
}
HEADER: Final = ("record", *dict.fromkeys(name for names in COLUMNS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where; lines count from 1, the header being line 1."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = {"line": self.line, "column": self.column, "message": self.message}
        return _("line %(line)s, column %(column)s: %(message)s") % place


class Unreadable(Exception):
    """The file cannot be taken; nothing was. `problems` names every place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its kind, its fields in the wire's shapes (not yet validated), its place."""

    kind: str
    fields: dict[str, Any]
    line: int


def read(stream: TextIO) -> list[Record]:
    """Read a whole file; raises `Unreadable` with every problem found."""
    rows = csv.reader(stream, strict=True)
    header = next(rows, [])
    if unknown := [name for name in header if name not in HEADER]:
        raise Unreadable(
            [Problem(1, name or _("(no name)"), _("unknown column")) for name in unknown]
        )
    if "record" not in header:
        raise Unreadable([Problem(1, "record", _("this column is missing"))])
    if twice := {name for name in header if header.count(name) > 1}:
        raise Unreadable([Problem(1, name, _("this column is named twice")) for name in twice])
    records: list[Record] = []
    problems: list[Problem] = []
    try:
        for cells in rows:
            line = rows.line_num
            if len(cells) != len(header):
                message = _("%(cells)s cells where the header has %(named)s") % {
                    "cells": len(cells),
                    "named": len(header),
                }
                problems.append(Problem(line, header[min(len(cells), len(header) - 1)], message))
                continue
            found = _record(dict(zip(header, cells, strict=True)), line, problems)
            if found is not None:
                records.append(found)
    except csv.Error as error:
        problems.append(Problem(rows.line_num, "record", str(error)))
    if problems:
        raise Unreadable(problems)
    return records


def write(stream: TextIO, records: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write records given as kind and wire fields; the inverse of `read`."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(HEADER)
    for kind, fields in records:
        cells = {name: _cell(fields.get(name)) for name in COLUMNS[kind]}
        if fields.get("name") == "":
            cells["name"] = EMPTY
        rows.writerow([kind, *(cells.get(name, "") for name in HEADER[1:])])


def _record(cells: dict[str, str], line: int, problems: list[Problem]) -> Record | None:
    kind = cells.pop("record")
    if kind not in COLUMNS:
        told = {"cell": repr(kind), "known": ", ".join(COLUMNS)}
        problems.append(Problem(line, "record", _("%(cell)s is none of: %(known)s") % told))
        return None
    fields: dict[str, Any] = {}
    before = len(problems)
    for name, cell in cells.items():
        if name in COLUMNS[kind]:
            try:
                fields[name] = _value(name, cell)
            except ValueError as error:
                problems.append(Problem(line, name, str(error)))
        elif cell:
            message = _("a line of kind %(kind)s has no such field") % {"kind": kind}
            problems.append(Problem(line, name, message))
    return Record(kind, fields, line) if len(problems) == before else None


def _value(name: str, cell: str) -> Any:
    if cell == "":
        return None
    if name == "name" and cell == EMPTY:
        return ""
    if name in SETS:
        return [] if cell == EMPTY else cell.split(";")
    if name in MAPS:
        return {} if cell == EMPTY else dict(_answer(part) for part in cell.split(";"))
    return NUMBERS.get(name, str)(cell)


def _answer(part: str) -> tuple[str, bool]:
    code, equals, answer = part.partition("=")
    if not (code and equals) or answer not in {"yes", "no"}:
        raise ValueError(_("%(cell)s is not code=yes or code=no") % {"cell": repr(part)})
    return code, answer == "yes"


def _number(cell: str) -> float:
    try:
        return int(cell) if cell.lstrip("-").isdecimal() else float(cell)
    except ValueError:
        raise ValueError(_("%(cell)s is not a number") % {"cell": repr(cell)}) from None


def _yes_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError(_("%(cell)s is not yes or no") % {"cell": repr(cell)})
    return cell == "yes"


NUMBERS: Final[dict[str, Callable[[str], Any]]] = {
    "severity": _number,
    "interference": _number,
    "relief_minutes": _number,
    "asked": _yes_no,
}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ";".join(f"{code}={_cell(answer)}" for code, answer in value.items()) or EMPTY
    if isinstance(value, list):
        return ";".join(value) or EMPTY
    return str(value)
