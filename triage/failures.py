"""Checks that failed: counted where every process sees it, with no word of what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models.functions import Coalesce

from diary.models import Diary
from triage import metrics

NAME = "checks_failed"


class CouldNotCheck(Exception):
    """The rules or the facts failed. Carries no health data, nor does its cause."""


@contextmanager
def counted(diary_id: int, now: datetime) -> Iterator[None]:
    """Counts a CouldNotCheck that passes, and lets it pass.

    Stands around the transaction, which takes everything back that is written in it.
    """
    try:
        yield
    except CouldNotCheck:
        count(diary_id, now)
        raise


def count(diary_id: int, now: datetime) -> None:
    """The diary keeps when its last check failed and is owed another, so that the sweep tries
    again; the next one that succeeds clears that.
    """
    Diary.objects.filter(pk=diary_id).update(
        could_not_check_at=now, assessment_due=Coalesce("assessment_due", now)
    )
    metrics.add(NAME)


def failing() -> int:
    """How many diaries there are whose last check failed."""
    return Diary.objects.filter(could_not_check_at__isnull=False).count()


def total() -> int:
    """How many checks ever failed, of diaries that are gone too: it never goes down."""
    return metrics.of(NAME)
