"""Trend of a measure over time: Theil-Sen slope, with Kendall's tau."""

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
from diary.statistics.methods.sample_size import MIN_FOR_TREND, InsufficientData, too_few_episodes
from diary.summary import Period

# Theil-Sen compares every pair of points, O(n²) in time and memory.
MAX_POINTS = 400


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


class SlopeData(NamedTuple):
    """Sample of a slope: the first fields of `Slope`, known even without an estimate."""

    n: int = 0
    values: int = 0
    first: date | None = None
    last: date | None = None
    logged_days: int = 0
    days: int = 0


def slope(points: Iterable[Point], days: LocalDays) -> Slope:
    """Theil-Sen slope; needs values on 8 days, and 20 of 28 days logged from first to last."""
    by_day: dict[date, list[float]] = {}
    for day, value in points:
        # What began before the days that were read lies on the first of them.
        at = min(max(day, days.reach.first), days.reach.last)
        by_day.setdefault(at, []).append(value)
    if not by_day:
        return _without_slope(InsufficientData.EPISODES, SlopeData())
    span = Period(min(by_day), max(by_day))
    logged = days.coverage(span).logged_days
    values = sum(map(len, by_day.values()))
    data = SlopeData(len(by_day), values, span.first, span.last, logged, len(span))
    if len(by_day) < MIN_FOR_TREND:
        return _without_slope(InsufficientData.EPISODES, data)
    if not enough_logged(logged, len(span)):
        return _without_slope(InsufficientData.DAYS, data)
    in_order = sorted(by_day)
    return _fit(
        *_runs(
            [(day - span.first).days for day in in_order],
            [float(median(by_day[day])) for day in in_order],
        ),
        data,
    )


def _without_slope(missing: InsufficientData, data: SlopeData) -> Slope:
    return Slope(*data, None, None, None, None, None, None, sure=False, insufficient_data=missing)


def _fit(at: list[float], values: list[float], data: SlopeData) -> Slope:
    from scipy.stats import kendalltau, theilslopes

    line = theilslopes(values, at, CONFIDENCE)
    kendall = kendalltau(at, values)
    span = data.days - 1
    limits = Limits(float(line.low_slope) * span, float(line.high_slope) * span)
    level = isnan(kendall.statistic)  # every value is the same
    apart = (limits.low or 0) > 0 or (limits.high or 0) < 0
    return Slope(
        *data,
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
    """Downsample to MAX_POINTS: medians of consecutive runs."""
    n = len(values)
    if n <= MAX_POINTS:
        return [float(day) for day in at], values
    cuts = [n * part // MAX_POINTS for part in range(MAX_POINTS + 1)]
    runs = list(pairwise(cuts))
    return [median(at[a:b]) for a, b in runs], [median(values[a:b]) for a, b in runs]


@dataclass(frozen=True, slots=True)
class Direction:
    """Names of a rise and a fall, and formatters of an amount with its unit and of a limit."""

    rise: str
    fall: str
    amount: Callable[[float], str]
    limit: Callable[[float], str]


def slope_sentence(result: Slope, episodes: int, names: Direction, locale: Locale) -> str:
    """`episodes`: all of the period, answered or not."""
    if result.insufficient_data is InsufficientData.DAYS:
        return locale.gettext(
            "Not enough days logged to tell a change: %(logged)s of %(days)s."
        ) % {
            "logged": result.logged_days,
            "days": locale.count_days(result.days),
        }
    if result.change is None or result.limits is None or not (result.first and result.last):
        if not episodes:
            return too_few_episodes(0, MIN_FOR_TREND, locale)
        return locale.gettext(
            "Known for %(days)s: too few to tell a change. It takes %(least)s."
        ) % {
            "days": locale.count_days(result.n),
            "least": MIN_FOR_TREND,
        }
    low, high = result.limits.low or 0, result.limits.high or 0
    if result.change < 0:
        low, high = -high, -low
    words = {
        "change": names.amount(abs(result.change)),
        "limits": format_limits(_signed(low, names), _signed(high, names), locale),
        "first": locale.long_date(result.first),
        "last": locale.long_date(result.last),
        "n": locale.count_days(result.n),
        "way": names.rise if result.change > 0 else names.fall,
    }
    if not result.change:
        text = locale.gettext(
            "No clear rise or fall from %(first)s to %(last)s (%(limits)s; %(n)s)."
        )
    elif result.sure:
        text = locale.gettext(
            "%(way)s from %(first)s to %(last)s, by %(change)s (%(limits)s; %(n)s)."
        )
    else:
        text = locale.gettext(
            "%(way)s from %(first)s to %(last)s, but it could be chance: by %(change)s"
            " (%(limits)s; %(n)s)."
        )
    return text % words


def _signed(value: float, names: Direction) -> str:
    """Minus sign only if the rounded value is not 0."""
    text = names.limit(abs(value))
    return f"−{text}" if value < 0 and text != names.limit(0) else text
