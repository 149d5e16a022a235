"""All that is said of a diary in numbers, at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.entries import BackgroundEntry, Entry
from diary.statistics.associated_symptoms import GROUPS, Accompanying, accompanying
from diary.statistics.before_after import WIDEST, BeforeAfter, before_after
from diary.statistics.days import Coverage, LocalDays
from diary.statistics.durations import Durations, durations
from diary.statistics.methods.shares import Shares
from diary.statistics.places import Places, places
from diary.statistics.scores import Scale, scale
from diary.statistics.sides import sides
from diary.statistics.spread import Ascent, ascent
from diary.statistics.times import times
from diary.statistics.trend import WINDOW, Trend, trend
from diary.statistics.triggers import Unexplained, triggers, unexplained
from diary.summary import Day, Period, each_day, in_period


@dataclass(frozen=True, slots=True)
class Insights:
    """Of a period that ends today, but for `trend`, which is always of 28 days and 28 before.

    Episodes count that touch the period; a trend over time places them where they began.
    """

    period: Period
    days: tuple[Day, ...]
    coverage: Coverage
    trend: Trend
    durations: Durations
    severity: Scale
    interference: Scale
    sides: Shares
    places: Places
    ascent: Ascent
    times: Shares
    triggers: Shares
    unexplained: Unexplained
    accompanying: tuple[Accompanying, ...]
    before_after: tuple[BeforeAfter, ...]


def reach(today: date, days: int) -> Period:
    """The days that have to be read for the insights of the last `days`."""
    first = Period.ending(today, days).first - timedelta(days=WIDEST)
    return Period(min(first, Period.ending(today, 2 * WINDOW).first), today)


def insights(
    entries: Iterable[Entry],
    check_ins: Iterable[date],
    background: Iterable[BackgroundEntry],
    *,
    today: date,
    days: int,
    now: datetime,
) -> Insights:
    """Of the `days` local days that end with `today`; records are as far back as `reach`."""
    read = list(entries)
    free = set(check_ins)
    period = Period.ending(today, days)
    known = LocalDays(read, free, reach(today, days), now)
    inside = in_period(read, period, now)
    why = triggers(inside)
    return Insights(
        period=period,
        days=each_day(inside, free, period, now),
        coverage=known.coverage(period),
        trend=trend(known, today),
        durations=durations(inside, known, now),
        severity=scale("severity", inside, known, now),
        interference=scale("interference", inside, known, now),
        sides=sides(inside),
        places=places(inside, period, now),
        ascent=ascent(inside, period, known, now),
        times=times(inside),
        triggers=why,
        unexplained=unexplained(why),
        accompanying=tuple(accompanying(group, inside) for group in GROUPS),
        before_after=before_after(background, read, known, period, now),
    )
