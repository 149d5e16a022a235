"""Durations of episodes: Kaplan-Meier median, with ongoing episodes as censored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any
from warnings import catch_warnings, simplefilter

from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import format_length
from diary.statistics.methods.confidence import CONFIDENCE, Limits, format_limits, median_limits
from diary.statistics.methods.local_days import LocalDays
from diary.statistics.methods.sample_size import (
    MIN_FOR_MEDIAN,
    InsufficientData,
    too_few_episodes,
)
from diary.statistics.methods.slopes import Direction, Point, Slope, slope, slope_sentence
from diary.statistics.methods.statistic import Statistic


@dataclass(frozen=True, slots=True)
class Durations:
    """In minutes. `median` is None while too many episodes are ongoing to estimate it.

    The median is Kaplan and Meier's, an ongoing episode being censored at the length it has
    reached; its limits are those of the log-log curve around it (Brookmeyer and Crowley,
    Biometrics 38 (1982) 29–41), or from order statistics when none is ongoing. `trend` leaves
    out those that are going on.
    """

    n: int
    ongoing: int
    median: float | None
    limits: Limits | None
    shortest: float | None  # of those that have ended
    longest: float | None
    longest_is_ongoing: bool
    trend: Slope
    insufficient_data: InsufficientData | None


def compute_durations(entries: Sequence[Entry], days: LocalDays, now: datetime) -> Durations:
    ended = sorted(entry.minutes(now) for entry in entries if entry.ended_at is not None)
    ongoing = sorted(entry.minutes(now) for entry in entries if entry.ended_at is None)
    middle, limits = None, None
    if len(entries) >= MIN_FOR_MEDIAN:
        middle, limits = _median(ended, ongoing)
    longest = max([*ended, *ongoing], default=None)
    return Durations(
        n=len(entries),
        ongoing=len(ongoing),
        median=middle,
        limits=limits,
        shortest=ended[0] if ended else None,
        longest=longest,
        longest_is_ongoing=bool(ongoing) and ongoing[-1] == longest,
        trend=slope(
            [
                Point(entry.local_span(now)[0], entry.minutes(now))
                for entry in entries
                if entry.ended_at is not None
            ],
            days,
        ),
        insufficient_data=InsufficientData.EPISODES if len(entries) < MIN_FOR_MEDIAN else None,
    )


def _median(ended: list[float], ongoing: list[float]) -> tuple[float | None, Limits | None]:
    from scipy.stats import CensoredData, ecdf

    if not ended:
        return None, None
    curve = ecdf(CensoredData(uncensored=ended, right=ongoing)).sf
    minutes = [float(value) for value in curve.quantiles]
    still_on = [float(value) for value in curve.probabilities]
    middle = _falls_to_half(minutes, still_on)
    if not ongoing:
        return middle, median_limits(ended)
    low, high = _band(curve, still_on)
    return middle, Limits(_falls_to_half(minutes, low), _falls_to_half(minutes, high))


def _band(curve: Any, still_on: Sequence[float]) -> tuple[list[float], list[float]]:
    """Confidence band of the curve; where undefined, at 0 and 1, the widest possible limits."""
    with catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # "undefined at some observations": handled below
        band = curve.confidence_interval(CONFIDENCE, method="log-log")
    # Before the first end, both limits are 1, as the curve is.
    low, high = band.low.probabilities, band.high.probabilities
    return (
        [float(part > 0 if isnan(at) else at) for part, at in zip(still_on, low, strict=True)],
        [1.0 if isnan(at) else float(at) for at in high],
    )


def _falls_to_half(minutes: list[float], part: list[float]) -> float | None:
    """When a falling curve reaches one half; the middle of the stretch on which it stays there."""
    for index, (at, value) in enumerate(zip(minutes, part, strict=True)):
        if abs(value - 0.5) < 1e-9:
            later = (m for m, v in zip(minutes, part, strict=True) if v < value - 1e-9)
            return (at + next(later, minutes[index])) / 2
        if value < 0.5:
            return at
    return None


def sentence(result: Durations, locale: Locale) -> str:
    if result.insufficient_data:
        return too_few_episodes(result.n, MIN_FOR_MEDIAN, locale)
    on = ""
    if result.ongoing:
        on = locale.ngettext(
            "%(count)s still goes on; how long it is so far is reckoned in.",
            "%(count)s still go on; how long they are so far is reckoned in.",
            result.ongoing,
        ) % {"count": result.ongoing}
    if result.median is None or result.limits is None:
        unknown = locale.gettext("How long they typically last cannot be told yet.")
        return f"{unknown} {on}".strip()
    low, high = (
        None if limit is None else format_length(limit, locale)
        for limit in (result.limits.low, result.limits.high)
    )
    text = locale.gettext(
        "Half of the %(n)s episodes were over within %(median)s (%(limits)s)."
    ) % {
        "n": result.n,
        "median": format_length(result.median, locale),
        "limits": format_limits(low, high, locale),
    }
    return f"{text} {on}".strip()


def trend_sentence(result: Durations, locale: Locale) -> str:
    def format_minutes(minutes: float) -> str:
        return format_length(round(minutes), locale) if round(minutes) else "0 min"

    names = Direction(
        locale.gettext("Longer"), locale.gettext("Shorter"), format_minutes, format_minutes
    )
    return slope_sentence(result.trend, result.n, names, locale)


STATISTIC = Statistic(
    name="durations",
    order=30,
    result=Durations,
    compute=lambda data: compute_durations(data.episodes, data.local_days, data.now),
    sentence=sentence,
    trend_sentence=trend_sentence,
)
