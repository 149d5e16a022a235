"""The assessments of a diary, each with the difference from its predecessor."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from diary.models import Diary
from triage import assess
from triage.assessment_diff import diff_assessments
from triage.models import Assessment


def assessments_newest_first(diary_id: int) -> QuerySet[Assessment]:
    return Assessment.objects.filter(diary_id=diary_id).order_by("-assessed_at", "id")


def attach_changes(rows: list[Assessment]) -> list[Assessment]:
    """Set `changes` on a page of `assessments_newest_first`. One query."""
    if rows:
        for row, before in zip(rows, [*rows[1:], _predecessor(rows[-1])], strict=True):
            row.changes = diff_assessments(before, row) if before else None
    return rows


def diary_verdict_with_changes(
    diary: Diary, now: datetime, *, fresh: bool = False
) -> dict[str, Any]:
    """The content of a `DiaryVerdict` serializer: see `assess.diary_verdict`."""
    verdict = assess.diary_verdict(diary, now, fresh=fresh)
    rows = [] if verdict["could_not_check"] else list(assessments_newest_first(diary.pk)[:2])
    return verdict | {"changes": diff_assessments(rows[1], rows[0]) if len(rows) > 1 else None}


def _predecessor(row: Assessment) -> Assessment | None:
    earlier = Q(assessed_at__lt=row.assessed_at)
    same_moment = Q(assessed_at=row.assessed_at, id__gt=row.id)
    return assessments_newest_first(row.diary_id).filter(earlier | same_moment).first()
