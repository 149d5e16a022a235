"""Local days by state: with an episode, symptom-free, or not logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from diary.entries import Entry
from diary.statistics.methods.sample_size import InsufficientData
from diary.summary import Period, days_within

WINDOW = 28  # days
# A claim of absence or of change needs 20 of 28 days logged, or the same share of others.
MIN_LOGGED = 20


def enough_logged(logged: int, days: int) -> bool:
    return logged * WINDOW >= MIN_LOGGED * days


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days of a period, each *episode*, *symptom-free* or *not logged*.

    The first two are the exposure. `at_least` and `at_most` bound the episode days by what the
    days that are not logged may have been.
    """

    first: date
    last: date
    episode_days: int
    symptom_free_days: int
    not_logged_days: int
    logged_days: int
    days: int
    at_least: int
    at_most: int
    insufficient_data: InsufficientData | None

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)


class LocalDays:
    """State of each local day from `reach.first` to `reach.last`.

    A day with an episode is an episode day, even if it was also checked in as symptom-free.
    """

    def __init__(
        self, entries: Iterable[Entry], check_ins: Iterable[date], reach: Period, now: datetime
    ) -> None:
        self.reach = reach
        self.episode: set[date] = set()
        for entry in entries:
            if (touched := days_within(entry, reach, now)) is not None:
                self.episode.update(touched.dates())
        self.free = {day for day in check_ins if reach.first <= day <= reach.last} - self.episode

    def coverage(self, period: Period) -> Coverage:
        """Coverage of a period; days before `reach` count as not logged."""
        episode = self._count(self._episode_prefix_sums, period)
        free = self._count(self._free_prefix_sums, period)
        days = len(period)
        return Coverage(
            first=period.first,
            last=period.last,
            episode_days=episode,
            symptom_free_days=free,
            not_logged_days=days - episode - free,
            logged_days=episode + free,
            days=days,
            at_least=episode,
            at_most=days - free,
            insufficient_data=None
            if enough_logged(episode + free, days)
            else InsufficientData.DAYS,
        )

    @cached_property
    def _episode_prefix_sums(self) -> list[int]:
        return self._prefix_sums(self.episode)

    @cached_property
    def _free_prefix_sums(self) -> list[int]:
        return self._prefix_sums(self.free)

    def _prefix_sums(self, days: set[date]) -> list[int]:
        """Prefix sums: how many of `days` lie before each day of `reach`, and before its end."""
        return list(accumulate((day in days for day in self.reach.dates()), initial=0))

    def _count(self, sums: list[int], period: Period) -> int:
        def before(day: date) -> int:
            return sums[max(0, min((day - self.reach.first).days, len(sums) - 1))]

        return before(period.last + timedelta(days=1)) - before(period.first)
