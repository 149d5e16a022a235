"""The insights of a diary: loads its records, and the ETag of what is sent."""

from datetime import UTC, datetime, time
from typing import Any

from diary import queries
from diary.charts.cached_chart import ZONE_MARGIN, code_version, digest, local_today
from diary.charts.remote import compute_remotely
from diary.i18n import active_language, active_locale
from diary.models import Diary, Episode
from diary.statistics.insights import Insights, insights_json, required_period


def load_insights(diary: Diary, days: int, now: datetime) -> Insights:
    """Insights of the last `days` local days; three queries."""
    today = local_today(diary, now)
    first = required_period(today, days).first
    since = datetime.combine(first, time(), UTC) - ZONE_MARGIN
    return Insights(
        queries.fetch_entries(diary.pk, since=since),
        queries.fetch_check_in_days(diary.pk, since=first),
        queries.fetch_background(diary.pk),
        today=today,
        days=days,
        now=now,
        compute=compute_remotely,
    )


def serialize_insights(diary: Diary, days: int, now: datetime) -> dict[str, Any]:
    """The body of the response, in the active language."""
    return insights_json(load_insights(diary, days, now), active_locale())


def insights_etag(diary: Diary, days: int, now: datetime) -> str:
    """A weak ETag; one query. While an episode is ongoing, it changes every minute."""
    ongoing = Episode.objects.filter(diary_id=diary.pk, deleted_at=None, ended_at=None)
    minute = int(now.timestamp() // 60) if ongoing.exists() else None
    state = [diary.pk, diary.change_seq, local_today(diary, now), minute]
    return f'W/"{digest("insights", state, days, active_language(), code_version())}"'
