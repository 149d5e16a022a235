"""Failed evaluations: counted in the database for /metrics, without health data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models.functions import Coalesce

from diary.models import Diary
from triage import metrics

COUNTER = "checks_failed"


class EvaluationFailed(Exception):
    """The rules or the facts raised. Carries no health data, nor does its cause."""


@contextmanager
def record_failures(diary_id: int, now: datetime) -> Iterator[None]:
    """Record an EvaluationFailed and raise it again.

    Use it around the transaction: a rollback would undo what is written inside.
    """
    try:
        yield
    except EvaluationFailed:
        record_failure(diary_id, now)
        raise


def record_failure(diary_id: int, now: datetime) -> None:
    """Mark the diary as failed and due, so that the sweep retries it; success clears the mark."""
    Diary.objects.filter(pk=diary_id).update(
        could_not_check_at=now, assessment_due=Coalesce("assessment_due", now)
    )
    metrics.increment_counter(COUNTER)


def count_failing_diaries() -> int:
    """The number of diaries whose last evaluation failed."""
    return Diary.objects.filter(could_not_check_at__isnull=False).count()


def count_failures() -> int:
    """The number of failed evaluations since installation; monotonic, as a Prometheus counter."""
    return metrics.read_counter(COUNTER)
