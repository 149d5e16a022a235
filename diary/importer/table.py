"""CSV reader for the dialects of spreadsheets and apps, with line numbers."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from diary.exporter.csv import BOM
from diary.importer.rows import Problem, UnreadableFile


class Table:
    """`header` has each column's name once. Raises `UnreadableFile` when there is none."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix(BOM)
        self.delimiter = _delimiter(self.text)
        try:
            self.header = [name.strip() for name in next(self._reader(), [])]
        except csv.Error as error:
            raise UnreadableFile([Problem(1, "record", str(error))]) from None
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise UnreadableFile(
                [Problem(1, name, _("this column is named twice")) for name in twice]
            )

    def rows(self, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
        """Every row as cells by column, with the line that it ends on; empty lines are none."""
        reader = self._reader()
        try:
            next(reader, None)
            for cells in reader:
                if len(cells) == len(self.header):
                    yield reader.line_num, dict(zip(self.header, cells, strict=True))
                elif cells:
                    problems.append(self._uneven(reader.line_num, len(cells)))
        except csv.Error as error:
            problems.append(Problem(reader.line_num, "record", str(error)))

    def _reader(self) -> Any:
        stream = io.StringIO(self.text, newline="")
        return csv.reader(stream, delimiter=self.delimiter, strict=True)

    def _uneven(self, line: int, cells: int) -> Problem:
        counts = {"cells": cells, "named": len(self.header)}
        message = _("%(cells)s cells where the header has %(named)s") % counts
        return Problem(line, self.header[min(cells, len(self.header) - 1)], message)


def _delimiter(text: str) -> str:
    """Detect the delimiter: `;` in locales with decimal commas, tabs of some apps, or comma."""
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)
