"""A diary as CSV: one record a line, columns named as on the wire.

`record` says what the line is: episode, check_in, alert, background or question; without that
column every line is an episode. A blank cell is "not asked"; `none` is asked and none, and so
is `-`, as the name of a background item too. Sets are joined by `;`, maps are
`code=yes;code=no`. Times are ISO 8601 with an offset.

A text that a spreadsheet could take for a formula begins with an apostrophe, and so does one
that begins with an apostrophe of its own, or says nothing: reading takes one away.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TextIO

from django.utils.translation import gettext as _

from diary.importer.rows import Problem, Record, Unreadable
from diary.importer.table import MARK, Table
from diary.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION

EMPTY: Final = frozenset({"-", "none"})
NO_NAME: Final = "-"
SETS = frozenset({"areas", "sensations", "leg_changes"})
MAPS = frozenset({"symptoms", "red_flags"})
TEXTS = frozenset({"note", "name", "dose", "text"})
STAMPS = ("created_at", "updated_at")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    kind.name: (kind.key, *kind.fields) for kind in (EPISODE, CHECK_IN, ALERT, BACKGROUND, QUESTION)
}
HEADER: Final = ("record", *dict.fromkeys(name for names in COLUMNS.values() for name in names))
EPISODES: Final = (*COLUMNS[EPISODE.name], *STAMPS)
ACTIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n']")


def ours(table: Table) -> bool:
    """Whether it is a table of this form: of records that say what they are, or of episodes."""
    named = set(table.header)
    return "record" in named or {"id", "started_at"} <= named <= {*EPISODES}


def read(stream: TextIO) -> list[Record]:
    """Read a whole file; raises `Unreadable` with every problem found."""
    problems: list[Problem] = []
    found = list(records(Table(stream.read()), problems))
    if problems:
        raise Unreadable(problems)
    return found


def records(table: Table, problems: list[Problem]) -> Iterator[Record]:
    """The records of the table one by one; raises `Unreadable` for a table of another form."""
    unknown = [name for name in table.header if name not in HEADER and name not in STAMPS]
    if unknown:
        raise Unreadable(
            [Problem(1, name or _("(no name)"), _("unknown column")) for name in unknown]
        )
    if not ours(table):
        raise Unreadable([Problem(1, "record", _("this column is missing"))])
    for line, cells in table.rows(problems):
        found = _record(cells, line, problems)
        if found is not None:
            yield found


def write(stream: TextIO, records: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write records of every kind, given as kind and wire fields; the inverse of `read`."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(HEADER)
    for kind, fields in records:
        cells = {name: _cell(name, fields.get(name)) for name in COLUMNS[kind]}
        if fields.get("name") == "":
            cells["name"] = NO_NAME
        rows.writerow([kind, *(cells.get(name, "") for name in HEADER[1:])])


def write_episodes(stream: TextIO, episodes: Iterable[Mapping[str, Any]]) -> None:
    """Write a table for a spreadsheet, an episode a row, which `records` reads as well."""
    stream.write(MARK)
    rows = csv.writer(stream)
    rows.writerow(EPISODES)
    for fields in episodes:
        rows.writerow([_cell(name, fields.get(name)) for name in EPISODES])


def _record(cells: dict[str, str], line: int, problems: list[Problem]) -> Record | None:
    kind = cells.pop("record", EPISODE.name)
    if kind not in COLUMNS:
        told = {"cell": repr(kind), "known": ", ".join(COLUMNS)}
        problems.append(Problem(line, "record", _("%(cell)s is none of: %(known)s") % told))
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
    return Record(kind, fields, line) if len(problems) == before else None


def _value(name: str, cell: str) -> Any:
    if cell == "":
        return None
    if name in TEXTS:
        return "" if name == "name" and cell == NO_NAME else cell.removeprefix("'")
    if name in SETS:
        return [] if cell in EMPTY else cell.split(";")
    if name in MAPS:
        return {} if cell in EMPTY else dict(_answer(part) for part in cell.split(";"))
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
        raise ValueError(_("%(cell)s is not a number") % {"cell": repr(cell[:20])}) from None


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


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ";".join(f"{code}={'yes' if yes else 'no'}" for code, yes in value.items()) or "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ";".join(value) or "none"
    text = str(value)
    quoted = name in TEXTS and (text == "" or ACTIVE.match(text))
    return f"'{text}" if quoted else text
