"""Which days are known, and on how many of them there was numbness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from diary.entries import Entry
from diary.formatting import Locale
from diary.statistics.methods.sample_size import Lacking
from diary.summary import Period, days_within

# A claim of absence or of change needs 20 of 28 days logged, or as large a part of others.
ENOUGH, OF = 20, 28


def enough(logged: int, days: int) -> bool:
    return logged * OF >= ENOUGH * days


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
    lacking: Lacking | None

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)


class LocalDays:
    """The local days from `reach.first` to `reach.last` as logged.

    A day with an episode is an episode day, even when it was also checked in as free.
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
        """Of days within the reach; those before it are not logged."""
        episode = self._count(self._episode_until, period)
        free = self._count(self._free_until, period)
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
            lacking=None if enough(episode + free, days) else Lacking.DAYS,
        )

    @cached_property
    def _episode_until(self) -> list[int]:
        return self._until(self.episode)

    @cached_property
    def _free_until(self) -> list[int]:
        return self._until(self.free)

    def _until(self, days: set[date]) -> list[int]:
        """How many lie before each day of the reach, and before the one after it."""
        return list(accumulate((day in days for day in self.reach.dates()), initial=0))

    def _count(self, until: list[int], period: Period) -> int:
        def before(day: date) -> int:
            return until[max(0, min((day - self.reach.first).days, len(until) - 1))]

        return before(period.last + timedelta(days=1)) - before(period.first)


def sentence(found: Coverage, locale: Locale) -> str:
    words = {
        "numb": locale.count_days(found.episode_days),
        "logged": found.logged_days,
        "days": locale.count_days(found.days),
        "open": locale.count_days(found.not_logged_days),
        "least": found.at_least,
        "most": found.at_most,
    }
    if found.lacking:
        return (
            locale.gettext(
                "Not enough days logged: %(logged)s of %(days)s."
                " The days with numbness may be anything from %(least)s to %(most)s."
            )
            % words
        )
    if not found.not_logged_days:
        if not found.episode_days:
            return locale.gettext("No numbness in these %(days)s; all are logged.") % words
        return locale.gettext("%(numb)s with numbness in %(days)s; all are logged.") % words
    if not found.episode_days:
        return (
            locale.gettext(
                "No numbness on the days that are logged, %(logged)s of %(days)s."
                " Of the others nothing is known."
            )
            % words
        )
    return (
        locale.gettext(
            "%(numb)s with numbness; %(logged)s of %(days)s are logged."
            " In all, then, from %(least)s to %(most)s."
        )
        % words
    )
