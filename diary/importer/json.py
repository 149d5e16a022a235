"""Parser of the JSON file of docs/file-format.md, record by record.

Streaming: memory is bounded by the text and one record, since diaries may be large and several
imports may run at once.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from diary.exporter.json import LISTS
from diary.importer.rows import ParsedRecord, Problem, UnreadableFile
from diary.schema.json_schema import FORMAT, VERSION

SPACE = re.compile(r"[ \t\r\n]*")


class DiaryFile:
    """One pass over the text. `settings` and `deleted` are set once all records are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.line = self.counted = 0
        self.settings: Any = None
        self.settings_line = 1
        self.deleted = 0

    def records(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        """Parse records lazily, without deleted ones.

        Raises `UnreadableFile` for invalid JSON, another format or a newer version.
        """
        try:
            yield from self._whole(problems)
        except json.JSONDecodeError as error:
            self._fail(_("This is not valid JSON: %(why)s") % {"why": error.msg}, error.pos)
        except RecursionError:
            self._fail(_("This is nested too deeply."), self.at)
        except ValueError as error:
            self._fail(_("This is not valid JSON: %(why)s") % {"why": error}, self.at)

    def _whole(self, problems: list[Problem]) -> Iterator[ParsedRecord]:
        self._take("{")
        names: dict[str, Any] = {}
        more = not self.text.startswith("}", self.at) or self._more("}")
        while more:
            name, start = self._name(), self.at
            if name in names:
                raise ValueError("a name stands twice in one object")
            if name in LISTS and self.text.startswith("[", self.at):
                names[name] = None
                yield from self._list(name, problems)
            else:
                names[name] = self._value()
                self._single(name, names[name], self._line(start), problems)
            more = self._more("}")
        if self.at != len(self.text):
            self._fail(_("Something stands after its end."), self.at)
        self._check_header(names)

    def _list(self, name: str, problems: list[Problem]) -> Iterator[ParsedRecord]:
        self._take("[")
        more = not self.text.startswith("]", self.at) or self._more("]")
        index = 0
        while more:
            line, value = self._line(self.at), self._value()
            path = f"{name}.{index}"
            if not isinstance(value, dict):
                message = _("This must be an object.")
                problems.append(Problem(line, path, message, "not_an_object"))
            elif value.get("deleted_at") is not None:
                self.deleted += 1
            else:
                yield ParsedRecord(LISTS[name].name, value, line, path)
            index += 1
            more = self._more("]")

    def _single(self, name: str, value: Any, line: int, problems: list[Problem]) -> None:
        if name == "settings":
            self.settings, self.settings_line = value, line
        elif name in LISTS:
            problems.append(Problem(line, name, _("This must be a list."), "not_a_list"))
        elif name not in {"format", "version", "exported_at"}:
            problems.append(Problem(line, name[:64], _("There is no such field."), "unknown_field"))

    def _check_header(self, names: Mapping[str, Any]) -> None:
        version = names.get("version")
        number = isinstance(version, int) and not isinstance(version, bool)
        if names.get("format") != FORMAT or not number:
            self._fail(_("This is not the file of a diary."), 0, "unknown_format")
        if version > VERSION:  # type: ignore[operator]  # a number, as checked above
            message = _("This file was made by a newer version. Update, then try again.")
            self._fail(message, 0, "unknown_version")
        if version != VERSION:
            self._fail(_("This is not the file of a diary."), 0, "unknown_version")

    def _name(self) -> str:
        start, name = self.at, self._value()
        if not isinstance(name, str):
            raise json.JSONDecodeError("a name must be text", self.text, start)
        self._take(":")
        return name

    def _value(self) -> Any:
        value, self.at = DECODER.raw_decode(self.text, self.at)
        self._skip()
        return value

    def _more(self, end: str) -> bool:
        if self.text.startswith(end, self.at):
            self._take(end)
            return False
        self._take(",")
        return True

    def _take(self, mark: str) -> None:
        self._skip()
        if not self.text.startswith(mark, self.at):
            raise json.JSONDecodeError(f"{mark} was expected", self.text, self.at)
        self.at += 1
        self._skip()

    def _skip(self) -> None:
        self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # always one

    def _line(self, position: int) -> int:
        """The line number of a position; positions must not decrease between calls."""
        self.line += self.text.count("\n", self.counted, position)
        self.counted = position
        return self.line + 1

    def _fail(self, message: str, position: int, code: str = "not_json") -> NoReturn:
        line = self.text.count("\n", 0, position) + 1
        column = str(position - self.text.rfind("\n", 0, position))
        raise UnreadableFile([Problem(line, column, message, code)])


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        # The last value would win, and an emergency sign in the first would be lost.
        raise ValueError("a name stands twice in one object")
    return members


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
