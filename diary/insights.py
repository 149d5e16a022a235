"""The insights of a diary: reads it, and has them worked out and told."""

from datetime import UTC, datetime, time
from typing import Any

from diary import reading
from diary.charts.picture import ZONES, local_today
from diary.languages import speech
from diary.models import Diary
from diary.statistics.insights import Insights, insights, reach
from diary.statistics.told import told


def insights_of(diary: Diary, days: int, now: datetime) -> Insights:
    """Of the last `days` local days; three queries."""
    today = local_today(diary, now)
    first = reach(today, days).first
    since = datetime.combine(first, time(), UTC) - ZONES
    return insights(
        reading.entries(diary.pk, since=since),
        reading.check_in_days(diary.pk, since=first),
        reading.background(diary.pk),
        today=today,
        days=days,
        now=now,
    )


def insights_json(diary: Diary, days: int, now: datetime) -> dict[str, Any]:
    """The same as sent, in the language in use."""
    return told(insights_of(diary, days, now), speech())
