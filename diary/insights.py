"""The insights of a diary: reads it, and has them worked out and told."""

from datetime import UTC, datetime, time
from typing import Any

from diary import queries
from diary.charts.cached_chart import ZONE_MARGIN, code_version, digest, local_today
from diary.i18n import active_language, active_locale
from diary.models import Diary, Episode
from diary.statistics.insights import Insights, insights, reach
from diary.statistics.serialize import told


def insights_of(diary: Diary, days: int, now: datetime) -> Insights:
    """Of the last `days` local days; three queries."""
    today = local_today(diary, now)
    first = reach(today, days).first
    since = datetime.combine(first, time(), UTC) - ZONE_MARGIN
    return insights(
        queries.fetch_entries(diary.pk, since=since),
        queries.fetch_check_in_days(diary.pk, since=first),
        queries.fetch_background(diary.pk),
        today=today,
        days=days,
        now=now,
    )


def insights_json(diary: Diary, days: int, now: datetime) -> dict[str, Any]:
    """The same as sent, in the language in use."""
    return told(insights_of(diary, days, now), active_locale())


def insights_tag(diary: Diary, days: int, now: datetime) -> str:
    """A weak ETag of what is sent; one query. While an episode goes on, good for a minute."""
    of = Episode.objects.filter(diary_id=diary.pk, deleted_at=None, ended_at=None)
    minute = int(now.timestamp() // 60) if of.exists() else None
    read = [diary.pk, diary.change_seq, local_today(diary, now), minute]
    return f'W/"{digest("insights", read, days, active_language(), code_version())}"'
