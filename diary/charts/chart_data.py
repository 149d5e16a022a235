"""Chart data: the episodes of a period, its days, and the insights that charts show. No Django.

Each part is computed when a chart first asks for it, by the same functions as the insights.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from diary.entries import BackgroundEntry, Entry
from diary.statistics.insights import ComputeStatistics, Insights, compute_here
from diary.statistics.methods.statistic import Result, Statistic
from diary.summary import Day, Period, Summary, Week, summarise


@dataclass(frozen=True, slots=True)
class Days:
    """Days and weeks of the period, without anything that changes within a day."""

    period: Period
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    episode_days: int
    symptom_free_days: int
    not_logged_days: int

    @property
    def logged_days(self) -> int:
        return self.episode_days + self.symptom_free_days


class ChartData:
    """Data of the `days` local days that end with `today`: `data[STATISTIC]` for a statistic.

    Records must go back to `required_period`. `background` None: not shared, which is not the
    same as none. `insights`: of the same records, if computed already.
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
        insights: Insights | None = None,
        compute: ComputeStatistics = compute_here,
    ) -> None:
        self.now = now
        self.period = Period.ending(today, days)
        self.background = background
        self.insights = insights or Insights(
            entries,
            check_ins,
            background or (),
            today=today,
            days=days,
            now=now,
            compute=compute,
        )

    def __getitem__(self, statistic: Statistic[Result]) -> Result:
        return self.insights[statistic]

    @cached_property
    def summary(self) -> Summary:
        data, period = self.insights.data, self.period
        return summarise(
            data.all_episodes, data.check_ins, today=period.last, days=len(period), now=self.now
        )

    @property
    def days(self) -> Days:
        return Days(*(getattr(self.summary, name) for name in Days.__dataclass_fields__))

    @cached_property
    def entries(self) -> list[Entry]:
        """The episodes that touch the period, in order of their start."""
        return sorted(self.insights.data.episodes, key=lambda entry: (entry.started_at, entry.id))

    @property
    def ongoing(self) -> bool:
        """True if the data changes with the clock."""
        return any(entry.ended_at is None for entry in self.entries)
