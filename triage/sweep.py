"""Finding the diaries that are owed an assessment: after a write, or because time moved on."""

from datetime import datetime

from django.db.models import Q

from diary.models import Diary


def due(now: datetime, *, after: int = 0, limit: int = 500) -> list[int]:
    """Ids of due diaries above `after`, lowest first, at most `limit`: one query.

    Taking the same diary twice is harmless: assessing looks again whether it is due.
    """
    owed = Q(assessment_due__isnull=False) | Q(next_assessment_at__lte=now)
    found = Diary.objects.filter(owed, pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])
