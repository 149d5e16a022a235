"""Scores: answers on an ordinal scale from 0, by their median and trend over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from diary.entries import Entry
from diary.formatting import Locale
from diary.statistics.methods.confidence import Limits, format_limits, median_limits
from diary.statistics.methods.local_days import LocalDays
from diary.statistics.methods.sample_size import (
    MIN_FOR_MEDIAN,
    InsufficientData,
    count_episodes,
    too_few_answers,
)
from diary.statistics.methods.slopes import Direction, Point, Slope, slope, slope_sentence

MAX_SCORES = {"severity": 10, "interference": 4}


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers from 0 to `top`: `n` of them, and `not_asked` episodes without one."""

    name: str
    top: int
    n: int
    not_asked: int
    median: float | None
    limits: Limits | None
    least: int | None
    most: int | None
    trend: Slope
    insufficient_data: InsufficientData | None


def compute_scale(name: str, entries: Sequence[Entry], days: LocalDays, now: datetime) -> Scale:
    """`name`: `severity` or `interference`."""
    points = [
        Point(entry.local_span(now)[0], value)
        for entry in entries
        if (value := getattr(entry, name)) is not None
    ]
    values = [int(point.value) for point in points]
    few = len(values) < MIN_FOR_MEDIAN
    return Scale(
        name=name,
        top=MAX_SCORES[name],
        n=len(values),
        not_asked=len(entries) - len(values),
        median=None if few else float(median(values)),
        limits=None if few else median_limits(values),
        least=min(values, default=None),
        most=max(values, default=None),
        trend=slope(points, days),
        insufficient_data=InsufficientData.EPISODES if few else None,
    )


def scale_sentence(result: Scale, locale: Locale) -> str:
    episodes = result.n + result.not_asked
    if result.median is None or result.limits is None:
        return too_few_answers(result.n, episodes, MIN_FOR_MEDIAN, locale)
    low, high = result.limits.low or 0, result.limits.high or 0
    return locale.gettext(
        "Typically %(median)s of %(top)s (%(limits)s), answered in %(n)s of %(episodes)s."
    ) % {
        "median": locale.number(result.median),
        "top": result.top,
        "limits": format_limits(locale.number(low), locale.number(high), locale),
        "n": result.n,
        "episodes": count_episodes(episodes, locale),
    }


def scale_trend_sentence(result: Scale, locale: Locale) -> str:
    rise, fall = {
        "severity": (locale.gettext("Stronger"), locale.gettext("Milder")),
        "interference": (locale.gettext("More in the way"), locale.gettext("Less in the way")),
    }[result.name]
    names = Direction(
        rise, fall, lambda value: _points(value, locale), lambda value: _number(value, locale)
    )
    return slope_sentence(result.trend, result.n + result.not_asked, names, locale)


def _points(value: float, locale: Locale) -> str:
    text = locale.ngettext("%(count)s point", "%(count)s points", 1 if round(value, 1) == 1 else 2)
    return text % {"count": _number(value, locale)}


def _number(value: float, locale: Locale) -> str:
    return locale.number(round(value, 1))
