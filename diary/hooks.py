"""Calls from the diary into higher layers, such as triage, which it must not import.

A setting holds the dotted path of each function (dependency inversion).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from diary.models import Alert, Diary, Episode


@cache
def _load(setting: str) -> Callable[..., Any]:
    return cast(Callable[..., Any], import_string(getattr(settings, setting)))


def record_verdict(entry: Episode | Alert) -> dict[str, Any]:
    """The verdict of the rules on this entry alone (serializers/verdict.py). Never raises."""
    (verdict,) = record_verdicts([entry])
    return verdict


def record_verdicts(entries: Sequence[Episode | Alert]) -> list[dict[str, Any]]:
    """The triage verdict on each entry alone, in the given order; all are of one diary.

    Never raises: a failed evaluation gives a verdict with `could_not_check`.
    """
    return cast(list[dict[str, Any]], _load("DIARY_RECORD_VERDICTS")(entries))


def effective_thresholds(diary: Diary) -> Mapping[str, float]:
    """The thresholds by name, as this diary has them, for the lines that charts draw."""
    return cast(Mapping[str, float], _load("DIARY_THRESHOLDS")(diary.thresholds))


def threshold_error(name: str, value: object) -> tuple[str, str] | None:
    """Why a diary may not have this number for the threshold: a code and a message, or None."""
    return cast(tuple[str, str] | None, _load("DIARY_THRESHOLD_ERROR")(name, value))


def booked_visits(diary_id: int) -> list[tuple[str, date]]:
    """The visits that were booked when the diary asked for one: an id and a local day each."""
    return cast(list[tuple[str, date]], _load("DIARY_BOOKED_VISITS")(diary_id))
