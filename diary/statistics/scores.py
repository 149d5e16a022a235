"""How strong the numbness was, and how far it got in the way: answers on a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from diary.entries import Entry
from diary.formatting import Language
from diary.statistics.days import LocalDays
from diary.statistics.methods import slopes
from diary.statistics.methods.confidence import Limits, likely, median_limits
from diary.statistics.methods.sample_size import (
    LEAST_FOR_MEDIAN,
    Lacking,
    episodes_said,
    too_few_answers,
)
from diary.statistics.methods.slopes import Direction, Point, Slope, slope

TOPS = {"severity": 10, "interference": 4}


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
    lacking: Lacking | None


def scale(name: str, entries: Sequence[Entry], days: LocalDays, now: datetime) -> Scale:
    """`name`: `severity` or `interference`."""
    points = [
        Point(entry.local_span(now)[0], value)
        for entry in entries
        if (value := getattr(entry, name)) is not None
    ]
    values = [int(point.value) for point in points]
    few = len(values) < LEAST_FOR_MEDIAN
    return Scale(
        name=name,
        top=TOPS[name],
        n=len(values),
        not_asked=len(entries) - len(values),
        median=None if few else float(median(values)),
        limits=None if few else median_limits(values),
        least=min(values, default=None),
        most=max(values, default=None),
        trend=slope(points, days),
        lacking=Lacking.EPISODES if few else None,
    )


def tell(found: Scale, say: Language) -> str:
    episodes = found.n + found.not_asked
    if found.median is None or found.limits is None:
        return too_few_answers(found.n, episodes, LEAST_FOR_MEDIAN, say)
    low, high = found.limits.low or 0, found.limits.high or 0
    return say.gettext(
        "Typically %(median)s of %(top)s (%(limits)s), answered in %(n)s of %(episodes)s."
    ) % {
        "median": say.number(found.median),
        "top": found.top,
        "limits": likely(say.number(low), say.number(high), say),
        "n": found.n,
        "episodes": episodes_said(episodes, say),
    }


def tell_trend(found: Scale, say: Language) -> str:
    rise, fall = {
        "severity": (say.gettext("Stronger"), say.gettext("Milder")),
        "interference": (say.gettext("More in the way"), say.gettext("Less in the way")),
    }[found.name]
    names = Direction(
        rise, fall, lambda value: _points(value, say), lambda value: _number(value, say)
    )
    return slopes.tell(found.trend, found.n + found.not_asked, names, say)


def _points(value: float, say: Language) -> str:
    told = say.ngettext("%(count)s point", "%(count)s points", 1 if round(value, 1) == 1 else 2)
    return told % {"count": _number(value, say)}


def _number(value: float, say: Language) -> str:
    return say.number(round(value, 1))
