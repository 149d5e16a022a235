"""The interface of a statistic file, and the data that statistics are computed from."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from diary.entries import BackgroundEntry, Entry
from diary.formatting import Locale
from diary.statistics.methods.local_days import LocalDays
from diary.summary import Day, Period, day_states, in_period

Result = TypeVar("Result")


class StatisticData:
    """Records of a diary, at one moment, and the period that statistics are about.

    `all_episodes` go back to `reach.first`; `episodes` touch the period.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        check_ins: Iterable[date],
        background: Iterable[BackgroundEntry],
        *,
        period: Period,
        reach: Period,
        now: datetime,
    ) -> None:
        self.all_episodes = list(entries)
        self.check_ins = set(check_ins)
        self.background = list(background)
        self.period, self.reach, self.now = period, reach, now

    def __getstate__(self) -> dict[str, Any]:
        """What is derived is derived again where it is needed."""
        derived = {"episodes", "local_days", "days"}
        return {name: value for name, value in vars(self).items() if name not in derived}

    @cached_property
    def episodes(self) -> list[Entry]:
        return in_period(self.all_episodes, self.period, self.now)

    @cached_property
    def local_days(self) -> LocalDays:
        return LocalDays(self.all_episodes, self.check_ins, self.reach, self.now)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return day_states(self.episodes, self.check_ins, self.period, self.now)


@dataclass(frozen=True, kw_only=True)
class Statistic(Generic[Result]):
    """One statistic: its place in the JSON of the insights, its numbers and its sentence.

    `result` is the frozen dataclass of the numbers; the JSON has its fields and `sentence`.
    `compute` returns one of it, or a tuple: of any length with `many` (a list in the JSON), or
    one for each of `groups` (an object by group; the dataclass has a field `group`).
    `trend_sentence` is the sentence of its field `trend`, a `Slope`.
    """

    name: str
    order: int
    result: type
    compute: Callable[[StatisticData], Result]
    sentence: Callable[[Any, Locale], str]
    trend_sentence: Callable[[Any, Locale], str] | None = None
    many: bool = False
    groups: tuple[str, ...] = ()
    help_text: str | None = None

    def to_json(self, value: Any, locale: Locale) -> Any:
        if self.groups:
            return {item.group: self._item_json(item, locale) for item in value}
        if self.many:
            return [self._item_json(item, locale) for item in value]
        return self._item_json(value, locale)

    def _item_json(self, item: Any, locale: Locale) -> dict[str, Any]:
        json = {**asdict(item), "sentence": self.sentence(item, locale)}
        if self.trend_sentence is not None:
            json["trend"]["sentence"] = self.trend_sentence(item, locale)
        return json
