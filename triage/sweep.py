"""Assessing whatever is due: after a write whose task was lost, or because time moved on."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from diary.models import Diary
from triage import assess, failures

RANGE = 1_000  # due diaries in the range that one task is given
BATCH = 250  # diaries locked and assessed together: a write to one of them waits so long
AGAIN = timedelta(minutes=10)  # a diary that could not be checked is left alone for so long


def due(now: datetime) -> QuerySet[Diary]:
    owed = Q(assessment_due__isnull=False) | Q(next_assessment_at__lte=now)
    ready = Q(could_not_check_at=None) | Q(could_not_check_at__lte=now - AGAIN)
    return Diary.objects.filter(owed, ready)


def ranges(now: datetime) -> list[tuple[int, int]]:
    """First and last ids of ranges that hold RANGE due diaries each, or what is left; one query."""
    ids = due(now).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=RANGE)
    found: list[tuple[int, int]] = []
    first = last = count = 0
    for id in ids:
        first, last, count = first or id, id, count + 1
        if count == RANGE:
            found.append((first, last))
            first = count = 0
    return [*found, (first, last)] if count else found


def assess_range(first: int, last: int, now: datetime) -> int:
    """Assess the due diaries with ids from `first` to `last`; returns how many were.

    A batch is claimed by locking its rows, so two workers never assess the same diary, and
    what a killed worker held is due again at once. When a batch fails, each of its diaries
    is assessed by itself; all failures are raised together in the end, as an ExceptionGroup.
    """
    done, after, problems = 0, first - 1, list[Exception]()
    while claimed := _assess_batch(after, last, now, problems):
        after = claimed[-1]
        done += len(claimed)
    if problems:
        raise ExceptionGroup("diaries that were not assessed", problems)
    return done


def _assess_batch(after: int, last: int, now: datetime, problems: list[Exception]) -> list[int]:
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
            except Exception as problem:
                problems.append(problem)
    else:
        for id, failure in failed.items():
            failures.count(id, now)
            problems.append(failure)
    return ids


def _claim(after: int, last: int, now: datetime) -> list[Diary]:
    found = due(now).filter(pk__gt=after, pk__lte=last).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True)
    return list(found[:BATCH])
