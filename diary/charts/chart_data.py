"""What charts are made of: the entries of a period, and what the statistics say of them. No Django.

Each part is worked out when a chart first asks for it, by the same functions as the insights.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from diary.entries import BackgroundEntry, Entry
from diary.statistics.days import LocalDays
from diary.statistics.durations import Durations, durations
from diary.statistics.insights import Insights, reach
from diary.statistics.methods.shares import Shares
from diary.statistics.places import Places, places
from diary.statistics.scores import Scale, scale
from diary.statistics.times import times
from diary.statistics.triggers import triggers
from diary.summary import Day, Period, Summary, Week, in_period, summarise


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the period and the weeks they make, without what changes with the hour."""

    period: Period
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    episode_days: int
    symptom_free_days: int
    not_logged_days: int

    @property
    def logged_days(self) -> int:
        return self.episode_days + self.symptom_free_days


# What both say, by the same functions.
TOLD = ("durations", "severity", "times", "triggers", "places")


class ChartData:
    """Of the `days` local days that end with `today`; records are as far back as `reach`.

    `background` is None where it is not handed over, which is another thing than none. `told`:
    the insights of the same records, where they are worked out already.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        check_ins: Iterable[date],
        background: Sequence[BackgroundEntry] | None = None,
        *,
        today: date,
        days: int,
        now: datetime,
        told: Insights | None = None,
    ) -> None:
        self.now = now
        self.period = Period.ending(today, days)
        self.background = background
        self._read = list(entries)
        self._free = set(check_ins)
        self._reach = reach(today, days)
        if told is not None:
            vars(self).update({name: getattr(told, name) for name in TOLD})

    @cached_property
    def summary(self) -> Summary:
        period = self.period
        return summarise(self._read, self._free, today=period.last, days=len(period), now=self.now)

    @property
    def days(self) -> Days:
        return Days(*(getattr(self.summary, name) for name in Days.__dataclass_fields__))

    @cached_property
    def entries(self) -> list[Entry]:
        """Those that touch the period, in the order they began."""
        inside = in_period(self._read, self.period, self.now)
        return sorted(inside, key=lambda entry: (entry.started_at, entry.id))

    @property
    def ongoing(self) -> bool:
        """Whether what is told changes with the clock."""
        return any(entry.ended_at is None for entry in self.entries)

    @cached_property
    def known(self) -> LocalDays:
        return LocalDays(self._read, self._free, self._reach, self.now)

    @cached_property
    def durations(self) -> Durations:
        return durations(self.entries, self.known, self.now)

    @cached_property
    def severity(self) -> Scale:
        return scale("severity", self.entries, self.known, self.now)

    @cached_property
    def times(self) -> Shares:
        return times(self.entries)

    @cached_property
    def triggers(self) -> Shares:
        return triggers(self.entries)

    @cached_property
    def places(self) -> Places:
        return places(self.entries, self.period, self.now)
