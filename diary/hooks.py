"""What the diary asks of the layer above it, which it must not import.

Each function is named by a dotted path in the settings.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from diary.models import Alert, Diary, Episode


@cache
def _named(setting: str) -> Callable[..., Any]:
    return cast(Callable[..., Any], import_string(getattr(settings, setting)))


def entry_verdict(entry: Episode | Alert) -> dict[str, Any]:
    """The verdict of the rules on this entry alone (serializers/verdict.py). Never raises."""
    (verdict,) = entry_verdicts([entry])
    return verdict


def entry_verdicts(entries: Sequence[Episode | Alert]) -> list[dict[str, Any]]:
    """The verdict on each of one diary's entries by itself. Never raises."""
    return cast(list[dict[str, Any]], _named("DIARY_ENTRY_VERDICTS")(entries))


def effective_thresholds(diary: Diary) -> Mapping[str, float]:
    """The thresholds by name, as this diary has them, for the lines that charts draw."""
    return cast(Mapping[str, float], _named("DIARY_THRESHOLDS")(diary.thresholds))


def threshold_error(name: str, value: object) -> tuple[str, str] | None:
    """Why a diary may not have this number for the threshold: a code and a message, or None."""
    return cast(tuple[str, str] | None, _named("DIARY_THRESHOLD_ERROR")(name, value))


def booked_visits(diary_id: int) -> list[tuple[str, date]]:
    """The visits that were booked when the diary asked for one: an id and a local day each."""
    return cast(list[tuple[str, date]], _named("DIARY_BOOKED_VISITS")(diary_id))
