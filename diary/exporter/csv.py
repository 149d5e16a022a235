"""Export of episodes as CSV, and the definition of the CSV format of all records.

One record a line, columns named as in the API. `record` says what the line is: episode,
check_in, alert, background or question; without that column every line is an episode. A blank
cell is "not asked"; `none` is asked and none, and so is `-`, as the name of a background item
too. Sets are joined by `;`, maps are `code=yes;code=no`. Times are ISO 8601 with an offset.

Protection from CSV injection: text that a spreadsheet could take for a formula begins with an
apostrophe, and so does text that begins with an apostrophe of its own, or is empty: reading
removes one.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TextIO

from django.db import transaction

from diary.exporter.common.export import Export
from diary.exporter.common.records import record_rows
from diary.models import Diary
from diary.schema import types
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, KINDS, QUESTION

BOM = "\ufeff"  # lets a spreadsheet recognise UTF-8
EMPTY: Final = frozenset({"-", "none"})
NO_NAME: Final = "-"
STAMPS = ("created_at", "updated_at")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    kind.name: (kind.key, *kind.field_names)
    for kind in (EPISODE, CHECK_IN, ALERT, BACKGROUND, QUESTION)
}
# By column; a field of one name has the same type in every kind.
TYPES: Final[dict[str, types.FieldType]] = {
    field.name: field.type for kind in KINDS.values() for field in kind.fields
}
HEADER: Final = ("record", *dict.fromkeys(name for names in COLUMNS.values() for name in names))
EPISODES: Final = (*COLUMNS[EPISODE.name], *STAMPS)
ACTIVE = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n']")


def write_records(stream: TextIO, records: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write records of every kind, given as kind and wire fields; the inverse of `importer.csv`."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(HEADER)
    for kind, fields in records:
        cells = {name: _cell(name, fields.get(name)) for name in COLUMNS[kind]}
        if fields.get("name") == "":
            cells["name"] = NO_NAME
        rows.writerow([kind, *(cells.get(name, "") for name in HEADER[1:])])


def write_episodes(stream: TextIO, episodes: Iterable[Mapping[str, Any]]) -> None:
    """Write a table for a spreadsheet, an episode a row, which the importer reads as well."""
    stream.write(BOM)
    rows = csv.writer(stream)
    rows.writerow(EPISODES)
    for fields in episodes:
        rows.writerow([_cell(name, fields.get(name)) for name in EPISODES])


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
    quoted = isinstance(TYPES.get(name), types.Text) and (text == "" or ACTIVE.match(text))
    return f"'{text}" if quoted else text


def write(diary: Diary, now: datetime) -> Iterator[str]:
    """The episodes, oldest first; one query."""
    out = io.StringIO(newline="")
    with transaction.atomic():
        write_episodes(out, record_rows(diary.pk, EPISODE))
    yield out.getvalue()


EXPORT = Export(
    order=20,
    media_type="text/csv; charset=utf-8",
    filename="footnote-episodes-%Y-%m-%d.csv",
    write=write,
    description="""The episodes as a table, one a row, oldest first; safe in a spreadsheet.

`POST /api/v1/import` reads it. Asks as `export.json` does who it is.""",
    content="UTF-8.",
)
