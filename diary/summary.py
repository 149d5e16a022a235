"""Entries and check-ins in, plain numbers for a period out. No Django.

A day is an *episode* day, *symptom-free* (checked in as such) or *not logged*;
the three are never mixed. What was not asked is a category of its own.

An ongoing episode reaches the last day of the period, so a summary changes with
the entries and the calendar day, not with the hour (only `Durations` use `now`).
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from diary.entries import Entry

WEEK = 7  # days


class DayState(StrEnum):
    EPISODE = "episode"
    SYMPTOM_FREE = "symptom_free"
    NOT_LOGGED = "not_logged"


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both ends included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> "Period":
        """The `days` days that end with `last`; `days` is at least 1."""
        if days < 1:
            raise ValueError("a period has at least one day")
        return cls(last - timedelta(days=days - 1), last)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def dates(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(len(self))]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    state: DayState
    episodes: int  # that touch this day


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days; the first week of a period may have fewer."""

    first: date
    last: date
    episode_days: int
    symptom_free_days: int
    not_logged_days: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Durations:
    """How long episodes lasted, in minutes; an ongoing one counts as long as it has lasted.

    `median_at_least` and `longest_at_least` say that the true value may be larger,
    since an ongoing episode has a part in it.
    """

    count: int = 0
    ongoing: int = 0
    median: float | None = None
    median_at_least: bool = False
    longest: float | None = None
    longest_at_least: bool = False
    longest_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Episodes by the side of the body named; each episode is in exactly one."""

    left_only: int = 0
    right_only: int = 0
    both: int = 0
    middle_only: int = 0
    none_named: int = 0  # asked, and no place was ticked
    not_said: int = 0  # not asked


@dataclass(frozen=True, slots=True)
class Summary:
    period: Period
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]  # oldest first
    episodes: int
    episode_days: int
    symptom_free_days: int
    not_logged_days: int
    durations: Durations
    sides: Sides

    @property
    def logged_days(self) -> int:
        return self.episode_days + self.symptom_free_days


def in_period(entries: Iterable[Entry], period: Period, now: datetime) -> list[Entry]:
    """The entries that touch a day of the period, in the order given."""
    return [entry for entry in entries if days_within(entry, period, now) is not None]


def summarise(
    entries: Iterable[Entry],
    check_ins: Iterable[date],
    *,
    today: date,
    days: int,
    now: datetime,
) -> Summary:
    """Summarise the `days` local days that end with `today`.

    `entries` may reach outside the period; only what touches it counts. A day with
    an episode is an episode day, even when it was also checked in as free.
    """
    period = Period.ending(today, days)
    inside = in_period(entries, period, now)
    states = day_states(inside, set(check_ins), period, now)
    return Summary(
        period=period,
        days=states,
        weeks=_weeks(states),
        episodes=len(inside),
        episode_days=_count(states, DayState.EPISODE),
        symptom_free_days=_count(states, DayState.SYMPTOM_FREE),
        not_logged_days=_count(states, DayState.NOT_LOGGED),
        durations=summarise_durations(inside, now),
        sides=count_sides(inside),
    )


def day_states(
    entries: Iterable[Entry], check_ins: Set[date], period: Period, now: datetime
) -> tuple[Day, ...]:
    """Every day of the period, oldest first."""
    touching: dict[date, int] = {}
    for entry in entries:
        if (span := days_within(entry, period, now)) is not None:
            for day in span.dates():
                touching[day] = touching.get(day, 0) + 1
    return tuple(
        Day(day, _state(day, touching, check_ins), touching.get(day, 0)) for day in period.dates()
    )


def summarise_durations(entries: Sequence[Entry], now: datetime) -> Durations:
    """Median and longest duration, in minutes, at the moment `now`."""
    if not entries:
        return Durations()
    lasted = sorted((entry.minutes(now), entry.ended_at is None, entry.id) for entry in entries)
    upper_middle = lasted[len(lasted) // 2][0]
    longest, still_on, longest_id = lasted[-1]
    return Durations(
        count=len(lasted),
        ongoing=sum(ongoing for _, ongoing, _ in lasted),
        median=median(minutes for minutes, _, _ in lasted),
        # One that is already longer than the middle can grow without moving the middle.
        median_at_least=any(ongoing and minutes <= upper_middle for minutes, ongoing, _ in lasted),
        longest=longest,
        longest_at_least=still_on,
        longest_id=longest_id,
    )


def count_sides(entries: Iterable[Entry]) -> Sides:
    """Count episodes by side, over all places of the body."""
    counts = dict.fromkeys(Sides.__dataclass_fields__, 0)
    for entry in entries:
        counts[side_of(entry)] += 1
    return Sides(**counts)


def side_of(entry: Entry) -> str:
    """The name of the one field of `Sides` that an episode counts in."""
    if entry.areas is None:
        return "not_said"
    named = {area.partition(".")[0] for area in entry.areas}
    if {"left", "right"} <= named:
        return "both"
    if "left" in named:
        return "left_only"
    if "right" in named:
        return "right_only"
    return "middle_only" if named else "none_named"


def days_within(entry: Entry, period: Period, now: datetime) -> Period | None:
    """The local days of the period that the episode touches; None when it touches none."""
    first, last = entry.local_span(now)
    if entry.ended_at is None:
        last = max(last, period.last)
    first, last = max(first, period.first), min(last, period.last)
    return Period(first, last) if first <= last else None


def _state(day: date, touching: dict[date, int], free: Set[date]) -> DayState:
    if day in touching:
        return DayState.EPISODE
    return DayState.SYMPTOM_FREE if day in free else DayState.NOT_LOGGED


def _count(days: Iterable[Day], state: DayState) -> int:
    return sum(day.state == state for day in days)


def _weeks(days: tuple[Day, ...]) -> tuple[Week, ...]:
    """Weeks that end with the last day, as the threshold's "in 7 days" does.

    Calendar weeks would make the current one look like an improvement every Monday.
    """
    ends = range(len(days), 0, -WEEK)
    weeks = [days[max(0, end - WEEK) : end] for end in ends]
    return tuple(
        Week(
            first=week[0].date,
            last=week[-1].date,
            episode_days=_count(week, DayState.EPISODE),
            symptom_free_days=_count(week, DayState.SYMPTOM_FREE),
            not_logged_days=_count(week, DayState.NOT_LOGGED),
        )
        for week in reversed(weeks)
    )
