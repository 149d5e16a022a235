"""The assessments of a diary as a history: each beside the one before it."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from diary.models import Diary
from triage import assess
from triage.assessment_diff import between
from triage.models import Assessment


def newest_first(diary_id: int) -> QuerySet[Assessment]:
    return Assessment.objects.filter(diary_id=diary_id).order_by("-assessed_at", "id")


def explained(rows: list[Assessment]) -> list[Assessment]:
    """Rows that follow each other, as of `newest_first`, each with its `changes`. One query."""
    if rows:
        for row, before in zip(rows, [*rows[1:], _before(rows[-1])], strict=True):
            row.changes = between(before, row) if before else None
    return rows


def current(diary: Diary, now: datetime, *, fresh: bool = False) -> dict[str, Any]:
    """The verdict on the whole diary, a `wire.DiaryVerdict`: see `assess.current`."""
    verdict = assess.current(diary, now, fresh=fresh)
    rows = [] if verdict["could_not_check"] else list(newest_first(diary.pk)[:2])
    return verdict | {"changes": between(rows[1], rows[0]) if len(rows) > 1 else None}


def _before(row: Assessment) -> Assessment | None:
    earlier = Q(assessed_at__lt=row.assessed_at)
    same_moment = Q(assessed_at=row.assessed_at, id__gt=row.id)
    return newest_first(row.diary_id).filter(earlier | same_moment).first()
