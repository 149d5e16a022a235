"""Insights: all statistics of a diary, found by folder and computed on first use."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from diary import statistics
from diary.entries import BackgroundEntry, Entry
from diary.formatting import Locale
from diary.statistics.before_after import MAX_WINDOW
from diary.statistics.methods import confidence
from diary.statistics.methods.local_days import WINDOW
from diary.statistics.methods.statistic import Result, Statistic, StatisticData
from diary.summary import Day, Period


@cache
def all_statistics() -> Mapping[str, Statistic[Any]]:
    """Every statistic by name, in the order of the JSON: one in each other file of this folder."""
    files = [file.name for file in iter_modules(statistics.__path__) if not file.ispkg]
    modules = [import_module(f"{statistics.__name__}.{name}") for name in files]
    declared: list[Statistic[Any]] = [
        module.STATISTIC for module in modules if module.__name__ != __name__
    ]
    return {statistic.name: statistic for statistic in sorted(declared, key=lambda s: s.order)}


def required_period(today: date, days: int) -> Period:
    """The days whose records the insights of the last `days` need."""
    first = Period.ending(today, days).first - timedelta(days=MAX_WINDOW)
    return Period(min(first, Period.ending(today, 2 * WINDOW).first), today)


ComputeStatistics = Callable[[Sequence[str], StatisticData], Mapping[str, Any]]


def compute_here(names: Sequence[str], data: StatisticData) -> Mapping[str, Any]:
    """The results of these statistics, by name, computed in this process."""
    return {name: all_statistics()[name].compute(data) for name in names}


class Insights:
    """Statistics of the `days` local days that end with `today`: `insights[STATISTIC]`.

    `compute` says where: in this process, or in that of `diary.compute`. Records must go back to
    `required_period`. Episodes that touch the period count; a trend over
    time places them where they began. The statistic `trend` is always of 28 days and 28 before.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        check_ins: Iterable[date],
        background: Iterable[BackgroundEntry],
        *,
        today: date,
        days: int,
        now: datetime,
        compute: ComputeStatistics = compute_here,
    ) -> None:
        self._compute = compute
        self.period = Period.ending(today, days)
        self.data = StatisticData(
            entries,
            check_ins,
            background,
            period=self.period,
            reach=required_period(today, days),
            now=now,
        )
        self._results: dict[str, Any] = {}

    def __getitem__(self, statistic: Statistic[Result]) -> Result:
        if statistic.name not in self._results:
            self._results |= self._compute([statistic.name], self.data)
        return cast(Result, self._results[statistic.name])

    def compute_all(self) -> None:
        """Compute together what is to be read one after the other."""
        self._results |= self._compute(list(all_statistics()), self.data)

    @property
    def days(self) -> tuple[Day, ...]:
        return self.data.days


def insights_json(insights: Insights, locale: Locale) -> dict[str, Any]:
    """Every number with its sentence; ready for JSON but for dates."""
    insights.compute_all()
    return {
        "first": insights.period.first,
        "last": insights.period.last,
        "explanation": confidence.explanation(locale),
        "days": [
            {"date": day.date, "state": day.state, "episodes": day.episodes}
            for day in insights.days
        ],
        **{
            name: statistic.to_json(insights[statistic], locale)
            for name, statistic in all_statistics().items()
        },
    }
