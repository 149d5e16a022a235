"""Proximal spread: whether it reaches higher than before.

Measured by the highest body region of an episode, from the toes (1) to the trunk (7).
The rules that warn of it are in triage; this only describes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.body_regions import highest
from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import ZONES
from diary.statistics.methods.local_days import WINDOW, LocalDays
from diary.statistics.methods.sample_size import InsufficientData
from diary.statistics.methods.slopes import Direction, Point, Slope, slope, slope_sentence
from diary.statistics.methods.statistic import Statistic
from diary.summary import Period, days_within


@dataclass(frozen=True, slots=True)
class Reach:
    """The highest zone named in 28 days, the first of which may be fewer; 0: none on the way up.

    `n`: episodes whose places were asked; None for the zone when there is none.
    """

    first: date
    last: date
    n: int
    highest: int | None


@dataclass(frozen=True, slots=True)
class Spread:
    """`windows` end with the period, oldest first; `trend` is of the highest zone of an episode."""

    n: int
    not_asked: int
    windows: tuple[Reach, ...]
    trend: Slope
    insufficient_data: InsufficientData | None


def compute_spread(
    entries: Sequence[Entry], period: Period, days: LocalDays, now: datetime
) -> Spread:
    heights = [(entry, height) for entry in entries if (height := highest(entry.areas)) is not None]
    trend = slope(
        [Point(entry.local_span(now)[0], height) for entry, height in heights if height], days
    )
    return Spread(
        n=len(heights),
        not_asked=len(entries) - len(heights),
        windows=tuple(_windows(heights, period, now)),
        trend=trend,
        insufficient_data=trend.insufficient_data,
    )


def _windows(heights: Iterable[tuple[Entry, int]], period: Period, now: datetime) -> list[Reach]:
    count = -(-len(period) // WINDOW)
    reached: list[list[int]] = [[] for _ in range(count)]
    for entry, height in heights:
        if (touched := days_within(entry, period, now)) is not None:
            newest = (period.last - touched.last).days // WINDOW
            oldest = (period.last - touched.first).days // WINDOW
            for window in range(newest, oldest + 1):
                reached[window].append(height)
    windows = []
    for back in reversed(range(count)):
        last = period.last - timedelta(days=back * WINDOW)
        first = max(period.first, last - timedelta(days=WINDOW - 1))
        windows.append(Reach(first, last, len(reached[back]), max(reached[back], default=None)))
    return windows


def sentence(result: Spread, locale: Locale) -> str:
    now = result.windows[-1]
    days = locale.count_days((now.last - now.first).days + 1)
    if not now.n:
        return locale.gettext("No places were asked in the last %(days)s.") % {"days": days}
    if not now.highest:
        return locale.gettext("No zone on the way up was named in the last %(days)s.") % {
            "days": days
        }
    text = locale.gettext("In the last %(days)s it reached up to: %(zone)s (%(n)s answered).") % {
        "days": days,
        "zone": locale.gettext(ZONES[now.highest]),
        "n": now.n,
    }
    before = result.windows[-2] if len(result.windows) > 1 else None
    if before is None or not before.highest:
        return text
    earlier = locale.gettext("Before that: %(zone)s (%(n)s answered).") % {
        "zone": locale.gettext(ZONES[before.highest]),
        "n": before.n,
    }
    return f"{text} {earlier}"


def trend_sentence(result: Spread, locale: Locale) -> str:
    names = Direction(
        locale.gettext("Higher up"),
        locale.gettext("Lower down"),
        lambda zones: _zones(zones, locale),
        lambda zones: locale.number(round(zones, 1)),
    )
    return slope_sentence(result.trend, result.n + result.not_asked, names, locale)


def _zones(zones: float, locale: Locale) -> str:
    amount = round(zones, 1)
    text = locale.ngettext("%(count)s zone", "%(count)s zones", 1 if amount == 1 else 2)
    return text % {"count": locale.number(amount)}


STATISTIC = Statistic(
    name="ascent",
    order=80,
    result=Spread,
    compute=lambda data: compute_spread(data.episodes, data.period, data.local_days, data.now),
    sentence=sentence,
    trend_sentence=trend_sentence,
)
