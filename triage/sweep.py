"""Assess the diaries that are due: their task was lost, or time alone changed the facts."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from diary.models import Diary
from triage import assess, failures

RANGE_SIZE = 1_000  # due diaries per task
BATCH_SIZE = 250  # diaries locked and assessed in one transaction: writes to them wait
RETRY_DELAY = timedelta(minutes=10)  # after a failed evaluation


def due_diaries(now: datetime) -> QuerySet[Diary]:
    owed = Q(assessment_due__isnull=False) | Q(next_assessment_at__lte=now)
    ready = Q(could_not_check_at=None) | Q(could_not_check_at__lte=now - RETRY_DELAY)
    return Diary.objects.filter(owed, ready)


def due_id_ranges(now: datetime) -> list[tuple[int, int]]:
    """First and last ids of ranges with up to RANGE_SIZE due diaries each; one query."""
    ids = due_diaries(now).order_by("pk").values_list("pk", flat=True)
    ranges: list[tuple[int, int]] = []
    first = last = count = 0
    for id in ids.iterator(chunk_size=RANGE_SIZE):
        first, last, count = first or id, id, count + 1
        if count == RANGE_SIZE:
            ranges.append((first, last))
            first = count = 0
    return [*ranges, (first, last)] if count else ranges


def assess_due_in_range(first: int, last: int, now: datetime) -> int:
    """Assess the due diaries with ids from `first` to `last`; return their number.

    Row locks claim a batch, so two workers never assess the same diary, and the diaries of a
    killed worker are due again immediately. If a batch fails, each of its diaries is assessed
    by itself; all errors are raised together at the end, as an ExceptionGroup.
    """
    count, after, errors = 0, first - 1, list[Exception]()
    while claimed := _assess_batch(after, last, now, errors):
        after = claimed[-1]
        count += len(claimed)
    if errors:
        raise ExceptionGroup("diaries that were not assessed", errors)
    return count


def _assess_batch(after: int, last: int, now: datetime, errors: list[Exception]) -> list[int]:
    ids: list[int] = []
    try:
        with transaction.atomic():
            claimed = _claim(after, last, now)
            ids = [diary.pk for diary in claimed]
            failed = assess.assess_locked(claimed, now)
    except Exception:
        if not ids:
            raise
        for id in ids:
            try:
                assess.assess(id, now, only_if_due=True)
            except Exception as error:
                errors.append(error)
    else:
        for id, failure in failed.items():
            failures.record_failure(id, now)
            errors.append(failure)
    return ids


def _claim(after: int, last: int, now: datetime) -> list[Diary]:
    diaries = due_diaries(now).filter(pk__gt=after, pk__lte=last).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        diaries = diaries.select_for_update(skip_locked=True)
    return list(diaries[:BATCH_SIZE])
