"""Small diaries to count in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from diary.entries import Entry
from diary.statistics.methods.local_days import LocalDays
from diary.summary import Period

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REACH = Period.ending(TODAY, 200)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def entry(days_ago: int, minutes: float | None = 20, hour: int = 8, **fields: Any) -> Entry:
    """One that began so many days ago; without minutes it is going on."""
    start = NOW.replace(hour=hour) - timedelta(days=days_ago)
    return Entry(
        id=fields.pop("id", f"{days_ago}-{hour}"),
        started_at=start,
        ended_at=None if minutes is None else start + timedelta(minutes=minutes),
        zone=fields.pop("zone", "Europe/Berlin"),
        **fields,
    )


def local_days(entries: Iterable[Entry] = (), free: Iterable[int] = range(200)) -> LocalDays:
    """With check-ins so many days ago: by default on every day that has no episode."""
    return LocalDays(entries, [ago(days) for days in free], REACH, NOW)
