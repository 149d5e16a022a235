"""The interface of an export file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from diary.models import Diary


@dataclass(frozen=True, kw_only=True)
class Export:
    """A format of `GET /api/v1/export.<name>` and `manage.py export`; its file name is the name.

    `filename` may have strftime codes. `write` gives the text in pieces. `description` and
    `content` are for the API documentation.
    """

    order: int
    media_type: str
    filename: str
    write: Callable[[Diary, datetime], Iterator[str]]
    description: str
    content: str | None = None  # None: a JSON object
