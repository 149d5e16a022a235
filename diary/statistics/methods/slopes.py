"""Whether a measure rose or fell over time: Theil and Sen's slope, with Kendall's tau."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isnan
from statistics import median
from typing import NamedTuple

from diary.formatting import Locale
from diary.statistics.methods.confidence import CONFIDENCE, Limits, format_limits
from diary.statistics.methods.local_days import LocalDays, enough_logged
from diary.statistics.methods.sample_size import LEAST_FOR_TREND, InsufficientData, too_few_episodes
from diary.summary import Period

# The slope looks at every pair of points: more of them would take seconds and much memory.
MOST_POINTS = 400


class Point(NamedTuple):
    day: date  # the local day on which the episode began
    value: float


@dataclass(frozen=True, slots=True)
class Slope:
    """Of `values` on `n` days between `first` and `last`; those of one day by their median.

    `change` is by how much the line rises from `first` to `last`, in the unit of the values,
    with its limits; `per_day` and `start`, its value on `first`, draw it. `tau` and `p_value` are
    Kendall's (tau-b, two-sided). `sure`: 0 is outside the limits, and p is below 0.05.

    Sen, J Am Stat Assoc 63 (1968) 1379–1389; limits by the same. More than 400 days are first
    taken together in runs, each by its median day and value.
    """

    n: int
    values: int
    first: date | None
    last: date | None
    logged_days: int
    days: int
    change: float | None
    limits: Limits | None
    per_day: float | None
    start: float | None
    tau: float | None
    p_value: float | None
    sure: bool
    insufficient_data: InsufficientData | None


class Known(NamedTuple):
    """What can be said of values without a slope; the fields of `Slope` of the same names."""

    n: int = 0
    values: int = 0
    first: date | None = None
    last: date | None = None
    logged_days: int = 0
    days: int = 0


def slope(points: Iterable[Point], days: LocalDays) -> Slope:
    """A claim of change: it needs values on 8 days, and 20 of 28 logged from first to last."""
    by_day: dict[date, list[float]] = {}
    for day, value in points:
        # What began before the days that were read lies on the first of them.
        at = min(max(day, days.reach.first), days.reach.last)
        by_day.setdefault(at, []).append(value)
    if not by_day:
        return _lacking(InsufficientData.EPISODES, Known())
    span = Period(min(by_day), max(by_day))
    logged = days.coverage(span).logged_days
    values = sum(map(len, by_day.values()))
    known = Known(len(by_day), values, span.first, span.last, logged, len(span))
    if len(by_day) < LEAST_FOR_TREND:
        return _lacking(InsufficientData.EPISODES, known)
    if not enough_logged(logged, len(span)):
        return _lacking(InsufficientData.DAYS, known)
    in_order = sorted(by_day)
    return _fitted(
        *_runs(
            [(day - span.first).days for day in in_order],
            [float(median(by_day[day])) for day in in_order],
        ),
        known,
    )


def _lacking(what: InsufficientData, known: Known) -> Slope:
    return Slope(*known, None, None, None, None, None, None, sure=False, insufficient_data=what)


def _fitted(at: list[float], values: list[float], known: Known) -> Slope:
    from scipy.stats import kendalltau, theilslopes

    line = theilslopes(values, at, CONFIDENCE)
    kendall = kendalltau(at, values)
    span = known.days - 1
    limits = Limits(float(line.low_slope) * span, float(line.high_slope) * span)
    level = isnan(kendall.statistic)  # every value is the same
    apart = (limits.low or 0) > 0 or (limits.high or 0) < 0
    return Slope(
        *known,
        change=float(line.slope) * span,
        limits=limits,
        per_day=float(line.slope),
        start=float(line.intercept),
        tau=None if level else float(kendall.statistic),
        p_value=None if level else float(kendall.pvalue),
        sure=not level and apart and bool(kendall.pvalue < 1 - CONFIDENCE),
        insufficient_data=None,
    )


def _runs(at: list[int], values: list[float]) -> tuple[list[float], list[float]]:
    """At most MOST_POINTS of both: the medians of runs that follow each other."""
    n = len(values)
    if n <= MOST_POINTS:
        return [float(day) for day in at], values
    cuts = [n * part // MOST_POINTS for part in range(MOST_POINTS + 1)]
    runs = list(pairwise(cuts))
    return [median(at[a:b]) for a, b in runs], [median(values[a:b]) for a, b in runs]


@dataclass(frozen=True, slots=True)
class Direction:
    """How a rise and a fall are called; how an amount is written, with its unit, and a limit."""

    rise: str
    fall: str
    amount: Callable[[float], str]
    limit: Callable[[float], str]


def slope_sentence(found: Slope, episodes: int, names: Direction, locale: Locale) -> str:
    """`episodes`: all of the period, answered or not."""
    if found.insufficient_data is InsufficientData.DAYS:
        return locale.gettext(
            "Not enough days logged to tell a change: %(logged)s of %(days)s."
        ) % {
            "logged": found.logged_days,
            "days": locale.count_days(found.days),
        }
    if found.change is None or found.limits is None or not (found.first and found.last):
        if not episodes:
            return too_few_episodes(0, LEAST_FOR_TREND, locale)
        return locale.gettext(
            "Known for %(days)s: too few to tell a change. It takes %(least)s."
        ) % {
            "days": locale.count_days(found.n),
            "least": LEAST_FOR_TREND,
        }
    low, high = found.limits.low or 0, found.limits.high or 0
    if found.change < 0:
        low, high = -high, -low
    words = {
        "change": names.amount(abs(found.change)),
        "limits": format_limits(_signed(low, names), _signed(high, names), locale),
        "first": locale.long_date(found.first),
        "last": locale.long_date(found.last),
        "n": locale.count_days(found.n),
        "way": names.rise if found.change > 0 else names.fall,
    }
    if not found.change:
        told = locale.gettext(
            "No clear rise or fall from %(first)s to %(last)s (%(limits)s; %(n)s)."
        )
    elif found.sure:
        told = locale.gettext(
            "%(way)s from %(first)s to %(last)s, by %(change)s (%(limits)s; %(n)s)."
        )
    else:
        told = locale.gettext(
            "%(way)s from %(first)s to %(last)s, but it could be chance: by %(change)s"
            " (%(limits)s; %(n)s)."
        )
    return told % words


def _signed(value: float, names: Direction) -> str:
    """With a minus only where rounding leaves something."""
    written = names.limit(abs(value))
    return f"−{written}" if value < 0 and written != names.limit(0) else written
