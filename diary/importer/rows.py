"""Parsed records, not yet validated, and problems with their positions in the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from diary.serializers.errors import flatten_errors

MAX_PROBLEMS = 100  # reported per file


@dataclass(frozen=True, slots=True)
class Problem:
    """An error with its position; lines count from 1. `column` of JSON: the path to the value."""

    line: int
    column: str
    message: str
    code: str = "invalid"

    def __str__(self) -> str:
        place = {"line": self.line, "column": self.column, "message": self.message}
        return _("line %(line)s, column %(column)s: %(message)s") % place

    def as_error(self) -> dict[str, Any]:
        """An item of the error envelope, with `line`."""
        return {
            "code": self.code,
            "param": _printable(self.column),
            "message": _printable(self.message),
            "line": self.line,
        }


def _printable(text: str) -> str:
    """Names in a file may have lone surrogates, NULs, or any length."""
    return text[:200].replace("\x00", "").encode("utf-8", "replace").decode()


class UnreadableFile(Exception):
    """The file is refused as a whole. `problems`: every error."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems[:MAX_PROBLEMS])))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Stamps:
    """Timestamps of creation and last change, if the file has them."""

    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One record: its kind, its fields in the wire's shapes, its place in the file.

    `path` leads to it where a line is not enough: `episodes.3`. `columns` are those of the
    table, by field, where they have other names.
    """

    kind: str
    fields: dict[str, Any]
    line: int
    path: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def problems(self, detail: Any) -> Iterator[Problem]:
        """Convert `ValidationError.detail` to problems with line and column.

        An error inside a cell of a table (`areas.0`) is reported at its column.
        """
        for error in flatten_errors(detail):
            name = error.get("param") or "record"
            cell = name.split(".")[0]
            column = f"{self.path}.{name}" if self.path else self.columns.get(cell) or cell
            yield Problem(self.line, column, error["message"], error["code"])
